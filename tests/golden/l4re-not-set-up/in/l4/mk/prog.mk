# stands for BID's

ROLE = lib.mk
include $(L4DIR)/mk/Makeconf
include $(L4DIR)/mk/binary.inc

ROLE = prog.mk
include $(L4DIR)/mk/Makeconf
# $(addprefix -PC,$(REQUIRES_LIBS))

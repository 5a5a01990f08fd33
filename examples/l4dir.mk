# l4dir.mk - where BID is: the L4Re tree, if the examples are a folder in its pkg; else l4cargo's host BID.
L4DIR ?= $(if $(wildcard $(PKGDIR)/../../../mk/project.mk),$(PKGDIR)/../../..,$(PKGDIR)/../../bridge/make/host)

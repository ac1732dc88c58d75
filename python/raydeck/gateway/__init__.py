"""The gateway of the runner ray_core: one resident driver on the cluster; specified in docs/gateway-protocol.md."""

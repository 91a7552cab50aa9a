package dev.cssc.common.registry;

import java.io.IOException;
import java.net.InetAddress;

/** The host resolved to an address that is not allowed for it; no packet was sent. */
final class AddressRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    AddressRefusedException(InetAddress address) {
        super("address " + address.getHostAddress() + " is loopback, private, link-local or otherwise not public");
    }
}

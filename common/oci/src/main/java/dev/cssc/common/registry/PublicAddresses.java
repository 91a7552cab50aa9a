package dev.cssc.common.registry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/** Addresses of the public Internet, as against those that lead into a network's inside (IANA special-purpose registries, RFC 6890). */
final class PublicAddresses {
    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? publicIpv4(bytes) : publicIpv6(bytes);
    }

    private static boolean publicIpv4(byte[] b) {
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        int third = b[2] & 0xff;
        return first != 0 // "this network"
                && first != 10
                && first != 127
                && first < 224 // multicast, reserved, broadcast
                && !(first == 100 && (second & 0xc0) == 64) // carrier-grade NAT
                && !(first == 169 && second == 254)
                && !(first == 172 && (second & 0xf0) == 16)
                && !(first == 192 && second == 168)
                && !(first == 192 && second == 0 && (third == 0 || third == 2))
                && !(first == 198 && (second & 0xfe) == 18) // benchmarking
                && !(first == 198 && second == 51 && third == 100)
                && !(first == 203 && second == 0 && third == 113);
    }

    private static boolean publicIpv6(byte[] b) {
        if ((b[0] & 0xfe) == 0xfc) {
            return false; // unique local
        }
        if (startsWith(b, 0x00, 0x64, 0xff, 0x9b)) {
            return isZero(b, 4, 12) && publicIpv4(Arrays.copyOfRange(b, 12, 16)); // NAT64
        }
        if (startsWith(b, 0x20, 0x02)) {
            return publicIpv4(Arrays.copyOfRange(b, 2, 6)); // 6to4
        }
        // 2000::/3 is all that is assigned globally; Teredo and documentation are inside it.
        return (b[0] & 0xe0) == 0x20
                && !startsWith(b, 0x20, 0x01, 0x00, 0x00)
                && !startsWith(b, 0x20, 0x01, 0x0d, 0xb8);
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}

package dev.kopeck.gateway.domain;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Which addresses the gateway calls for a client. Without this, whoever may send a prompt could make the gateway talk to
 * what only the gateway can reach.
 *
 * @param allowPrivate whether private networks and plain http are fine here
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA, IPv6 special-purpose addresses</a>
 */
public record CallbackAddresses(boolean allowPrivate) {

    private static final int LONGEST = 2_000;
    private static final int BYTE = 0xFF;

    /** What is wrong with a URL by its look; where its name leads is only known when it is called. */
    public Optional<String> complaint(URI url) {
        var scheme = url.getScheme();
        if (!"https".equals(scheme) && !(allowPrivate && "http".equals(scheme))) {
            return Optional.of("must be an https URL");
        }
        if (url.getHost() == null || url.getHost().isEmpty()) {
            return Optional.of("must name a host");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("must have neither user info nor a fragment");
        }
        if (url.toString().length() > LONGEST) {
            return Optional.of("must have at most %d characters".formatted(LONGEST));
        }
        return Optional.empty();
    }

    /** Whether a resolved address may be called. */
    public boolean mayCall(InetAddress address) {
        return allowPrivate || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address v4 -> isPublic4(v4.getAddress());
            case Inet6Address v6 -> isPublic6(v6.getAddress());
            default -> false;
        };
    }

    /** Beyond what Java knows: this network, shared address space, protocol assignments, benchmarks, documentation, reserved. */
    private static boolean isPublic4(byte[] address) {
        int a = address[0] & BYTE;
        int b = address[1] & BYTE;
        int c = address[2] & BYTE;
        boolean shared = a == 100 && b >= 64 && b <= 127;
        boolean assigned = a == 192 && b == 0 && (c == 0 || c == 2);
        boolean relayed = a == 192 && b == 88 && c == 99;
        boolean benchmark = a == 198 && (b == 18 || b == 19);
        boolean documented = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
        return a != 0 && a < 240 && !shared && !assigned && !relayed && !benchmark && !documented;
    }

    /** Global unicast, 2000::/3, less what leads back to IPv4 addresses (Teredo, 6to4) or nowhere (documentation, ORCHID). */
    private static boolean isPublic6(byte[] address) {
        int first = ((address[0] & BYTE) << 8) | (address[1] & BYTE);
        int second = ((address[2] & BYTE) << 8) | (address[3] & BYTE);
        boolean unicast = (first & 0xE000) == 0x2000;
        boolean special = first == 0x2001 && (second < 0x0200 || second == 0x0DB8);
        boolean sixToFour = first == 0x2002;
        boolean documented = first == 0x3FFF && second < 0x1000;
        return unicast && !special && !sixToFour && !documented;
    }
}

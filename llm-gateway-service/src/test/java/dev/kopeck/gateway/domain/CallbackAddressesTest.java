package dev.kopeck.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a client can make the gateway call. */
class CallbackAddressesTest {

    private final CallbackAddresses open = new CallbackAddresses(true);
    private final CallbackAddresses strict = new CallbackAddresses(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1",
                "3fff:0:0::1",
                "100::1"
            })
    void whatOnlyTheGatewayReachesIsNotCalled(String address) throws UnknownHostException {
        assertThat(strict.mayCall(InetAddress.getByName(address))).isFalse();
        assertThat(open.mayCall(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "223.255.255.254",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "2001:4860:4860::8888"
            })
    void whatEverybodyReachesIsCalled(String address) throws UnknownHostException {
        assertThat(strict.mayCall(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "//example.com/",
                "https:///path",
                "https:example.com",
                "https://user:secret@example.com/",
                "https://example.com/#part",
                "example.com"
            })
    void aUrlThatIsNoneIsNamed(String url) {
        assertThat(strict.complaint(URI.create(url))).isPresent();
    }

    @Test
    void aLongUrlIsNamed() {
        assertThat(strict.complaint(URI.create("https://example.com/" + "a".repeat(2_000))))
                .isPresent();
    }

    @Test
    void plainHttpIsForClosedNetworks() {
        assertThat(open.complaint(URI.create("http://10.0.0.1:8080/x?y=z"))).isEmpty();
        assertThat(strict.complaint(URI.create("https://example.com:8443/x?y=z")))
                .isEmpty();
    }
}

package io.sekisho.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
  private final Hosts hosts =
      new Hosts(Set.of("api.metadata.example", "169.254.169.254", "fd00:ec2::254"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.metadata.example",
        "API.Metadata.Example:80",
        "169.254.169.254",
        "169.254.169.254:443",
        "169.254.169.254:8080",
        "[fd00:ec2::254]",
        "[FD00:EC2:0::254]:8080"
      })
  void knowsItsOwnNames(String host) {
    assertThat(hosts.allow(host, 8080)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "example",
        "api.metadata.example.",
        "api.metadata.example:",
        "api.metadata.example:81",
        "api.metadata.example:080",
        "api.metadata.example:80:80",
        "api.metadata.example:80 ",
        "a@api.metadata.example",
        "0xa9fea9fe",
        "169.254.43518",
        "0251.0376.0251.0376",
        "169.254.169.254.",
        "fd00:ec2::254",
        "[fd00:ec2::254",
        "fd00:ec2::254]",
        "[fd00:ec2::254]x",
        "[fd00:ec2::254%eth0]",
        "[::ffff:169.254.169.254]",
        "[169.254.169.254]",
        "[]",
        "]:80"
      })
  void knowsNoOther(String host) {
    assertThat(hosts.allow(host, 8080)).isFalse();
  }
}

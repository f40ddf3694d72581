package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.kernel.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What it is like in a guest.
class LabGuestsTest extends RealLab {
  @Nested
  class Each {
    @Test
    void ofTwoVpcsReachTheirOwnServiceFromTheSameAddress() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      host.beacon("lt-vpc-2", "globex", keys.resolve("server.p12"));
      assertThat(curl("acme/web-1", "http://169.254.169.254/").out()).isEqualTo("acme 10.0.0.5\n");
      assertThat(curl("globex/web-1", "http://169.254.169.254/").out())
          .isEqualTo("globex 10.0.0.5\n");
    }

    @Test
    void trustTheCaUnderTheServicesNameWhetherToldOrNot() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      String url = "https://" + CLOUD + "/";
      assertThat(curl("db-1", url)).isEqualTo(new Ran(0, "acme 10.0.0.6\n"));
      assertThat(Ran.in(lab, "db-1", "env", "-i", "curl", "-sS", "-m5", url))
          .isEqualTo(new Ran(0, "acme 10.0.0.6\n"));
      Ran sceptic = Ran.in(lab, "db-1", "curl", "-sS", "-m5", "--cacert", "/dev/null", url);
      assertThat(sceptic.code()).isNotZero();
    }

    @Test
    void stillTrustWhatThisMachineTrusts() throws Exception {
      lab.up(PORTS, FILE);
      String bundle = "/etc/ssl/certs/ca-certificates.crt";
      assertThat(Ran.in(lab, "db-1", "cat", bundle).out())
          .startsWith(Files.readString(Path.of(bundle)))
          .endsWith(Files.readString(keys.resolve("ca.pem")));
      assertThat(Ran.in(lab, "db-1", "sh", "-c", "cat \"$SSL_CERT_FILE\"").out())
          .endsWith(Files.readString(keys.resolve("ca.pem")));
      assertThat(Ran.in(lab, "db-1", "ls", "-A", "/etc/ssl").out()).doesNotContain("private");
    }

    @Test
    void speakIpv6AndFromEachOfTheirInterfaces() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      assertThat(curl("acme/web-1", "http://[fd00:ec2::254]/").out())
          .startsWith("acme fd00:a:0:0:0:0:0:5");
      String url = "http://169.254.169.254/";
      assertThat(Ran.in(lab, "acme/web-1", "curl", "-sS", "-m5", "--interface", "eth1", url).out())
          .isEqualTo("acme 10.0.1.5\n");
      assertThat(
              Ran.in(lab, "acme/web-1", "curl", "-sS", "-m5", "--interface", "10.0.1.5", url).out())
          .isEqualTo("acme 10.0.1.5\n");
    }

    @Test
    void haveAHostNameAndNoNameServer() {
      lab.up(PORTS, FILE);
      String before = Ran.of(new ProcessBuilder("uname", "-n"), "").out();
      assertThat(Ran.in(lab, "db-1", "uname", "-n").out()).isEqualTo("db-1\n");
      assertThat(Ran.of(new ProcessBuilder("uname", "-n"), "").out()).isEqualTo(before);
      assertThat(Ran.in(lab, "db-1", "cat", "/etc/hostname").out()).isEqualTo("db-1\n");
      assertThat(Ran.in(lab, "db-1", "getent", "hosts", "db-1").out()).startsWith("10.0.0.6 ");
      assertThat(Ran.in(lab, "db-1", "cat", "/etc/resolv.conf").out()).doesNotContain("nameserver");
    }

    private Ran curl(String guest, String url) {
      return Ran.in(lab, guest, "curl", "-sS", "-m5", url);
    }
  }

  @Nested
  class Containers {
    private static final String URL = "http://169.254.169.254/";

    @Test
    void areOneHopFurtherAwayThanTheirGuest() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      host.hopLimit("lt-vpc-1", 1);
      assertThat(Ran.in(lab, "acme/web-1", "curl", "-sS", "-m5", URL).code()).isZero();
      assertThat(contained("curl", "-sS", "-m2", URL).code()).isEqualTo(28);
      host.hopLimit("lt-vpc-1", 2);
      assertThat(contained("curl", "-sS", "-m5", URL)).isEqualTo(new Ran(0, "acme 10.0.0.5\n"));
    }

    @Test
    void areOneHopFurtherAwayInIpv6Too() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      host.hopLimit("lt-vpc-1", 1);
      assertThat(contained("curl", "-sS", "-m2", "http://[fd00:ec2::254]/").code()).isEqualTo(28);
      host.hopLimit("lt-vpc-1", 2);
      assertThat(contained("curl", "-sS", "-m5", "http://[fd00:ec2::254]/").out())
          .startsWith("acme fd00:a:");
    }

    @Test
    void haveTheirOwnHostName() {
      lab.up(PORTS, FILE);
      assertThat(contained("uname", "-n").out()).isEqualTo("app\n");
      assertThat(contained("ip", "-br", "addr", "show", "eth0").out()).contains("172.17.0.2/24");
    }

    @Test
    void areKnownByName() {
      lab.up(PORTS, FILE);
      assertThatThrownBy(() -> lab.process("db-1", Optional.of("app"), List.of("true")))
          .hasMessage("acme/db-1 has no container app.");
    }

    private Ran contained(String... command) {
      return Ran.in(lab, "acme/web-1", Optional.of("app"), "", command);
    }
  }

  @Nested
  class Exec {
    @Test
    void passesExitCodesOn() {
      lab.up(PORTS, FILE);
      assertThat(Ran.in(lab, "db-1", "sh", "-c", "exit 42").code()).isEqualTo(42);
      assertThat(Ran.in(lab, "db-1", "no-such-program").code()).isEqualTo(127);
      assertThat(Ran.in(lab, "db-1", "/etc/hosts").code()).isEqualTo(126);
      assertThat(Ran.in(lab, "db-1", "sh", "-c", "kill -9 $$").code()).isEqualTo(128 + 9);
    }

    @Test
    void passesInputAndArgumentsOnAsTheyAre() {
      lab.up(PORTS, FILE);
      assertThat(Ran.in(lab, "db-1", Optional.empty(), "a\nb", "cat").out()).isEqualTo("a\nb");
      assertThat(Ran.in(lab, "db-1", "printf", "%s|", "a b", "$HOME", "", "'\"*", "--").out())
          .isEqualTo("a b|$HOME||'\"*|--|");
    }

    @Test
    void withholdsProxiesAndTheOperatorsKey() {
      lab.up(PORTS, FILE);
      ProcessBuilder builder = lab.process("db-1", Optional.empty(), List.of("env"));
      assertThat(builder.environment().keySet())
          .noneMatch(name -> name.matches("(?i)https?_proxy|SEKISHO_.*"));
    }

    @Test
    void asksWhichGuestIsMeant() {
      lab.up(PORTS, FILE);
      assertThatThrownBy(() -> Ran.in(lab, "web-1", "true"))
          .hasMessage("More than one guest is called web-1: say acme/web-1 or globex/web-1.");
      assertThatThrownBy(() -> Ran.in(lab, "web-9", "true")).hasMessageContaining("no guest web-9");
    }

    @Test
    void saysWhenTheGuestIsGone() {
      lab.up(PORTS, FILE);
      new Commands().run("ip", "netns", "del", "lt-guest-3");
      assertThatThrownBy(() -> Ran.in(lab, "db-1", "true"))
          .hasMessage("acme/db-1 is not there any more: run `sekisho lab up` again.");
    }
  }
}

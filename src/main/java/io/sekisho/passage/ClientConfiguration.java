package io.sekisho.passage;

import io.sekisho.gateway.VpnServer;
import io.sekisho.gateway.VpnServer.Authentication;
import io.sekisho.gateway.VpnServer.Authentication.ByCertificate;
import io.sekisho.gateway.VpnServer.Authentication.ByUser;
import io.sekisho.gateway.VpnServer.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What an OpenVPN client (2.4, 2.5) needs to know of a server. What is kept elsewhere, such as
/// certificates, has a line that says where it belongs.
public final class ClientConfiguration {
  private ClientConfiguration() {}

  public static String of(VpnServer server) {
    List<String> lines = new ArrayList<>();
    String protocol = server.settings().protocol().name().toLowerCase(Locale.ROOT);
    lines.add("# VPN server " + server.name() + ", " + server.id());
    lines.add("client");
    lines.add("dev tun");
    lines.add("proto " + protocol);
    server.members().stream()
        .map(it -> "remote %s %d".formatted(it.publicIp(), server.settings().port()))
        .forEach(lines::add);
    lines.addAll(
        List.of(
            "resolv-retry infinite",
            "nobind",
            "remote-cert-tls server",
            "auth SHA256",
            "cipher AES-256-GCM",
            "tls-version-min 1.2",
            "auth-nocache",
            "verb 3"));
    if (server.settings().protocol() == Protocol.UDP) {
      lines.add("explicit-exit-notify");
    }
    lines.add("# Put here, between <ca> and </ca>, who signed " + server.certificate());
    server.authentication().forEach(it -> lines.addAll(told(it)));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> told(Authentication it) {
    return switch (it) {
      case ByCertificate(String clientCa, _) ->
          List.of(
              "# Put here, between <cert> and </cert>, <key> and </key>, your own, signed by "
                  + clientCa);
      case ByUser() -> List.of("auth-user-pass", "reneg-sec 0");
    };
  }
}

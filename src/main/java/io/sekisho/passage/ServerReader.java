package io.sekisho.passage;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.catalog.Service;
import io.sekisho.estate.Refusal;
import io.sekisho.gateway.VpnServer.Authentication;
import io.sekisho.gateway.VpnServer.Authentication.ByCertificate;
import io.sekisho.gateway.VpnServer.Authentication.ByUser;
import io.sekisho.gateway.VpnServer.Protocol;
import io.sekisho.gateway.VpnServer.Settings;
import io.sekisho.passage.VpnServerSpec.Certificate;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what is said of a VPN server into what it is.
final class ServerReader {
  private static final String POOL = "client_ip_pool";
  private static final String DNS = "client_dns_server_ips";
  private static final String METHODS = "client_authentication";
  private static final int SHORTEST = 9;
  private static final int LONGEST = 22;
  private static final int LONGEST_IDLE = 28_800;
  private static final int LAST_PORT = 65_535;

  /// What means something of its own.
  private static final List<Prefix> RESERVED =
      List.of(
          Prefix.parse("127.0.0.0/8"),
          Prefix.parse("161.26.0.0/16"),
          Prefix.parse("166.8.0.0/14"),
          Prefix.parse("169.254.0.0/16"),
          Prefix.parse("224.0.0.0/4"));

  private ServerReader() {}

  /// As a server serves of which nothing more is said than where its clients' addresses come from.
  static Settings usual(Vpc vpc, String pool) {
    return new Settings(pool(vpc, pool), List.of(), 600, false, 443, Protocol.UDP);
  }

  static Settings settings(Vpc vpc, VpnServerSpec.Settings said, Settings before) {
    return new Settings(
        said.pool().map(it -> pool(vpc, it)).orElse(before.clientPool()),
        said.dnsServers().map(ServerReader::addresses).orElse(before.clientDnsServers()),
        Said.number(
            said.idleTimeout().orElse(before.clientIdleTimeout()),
            0,
            LONGEST_IDLE,
            "client_idle_timeout"),
        said.splitTunnel().orElse(before.splitTunnel()),
        Said.number(said.port().orElse(before.port()), 1, LAST_PORT, "port"),
        said.protocol()
            .map(it -> Said.word(Protocol.class, it, "protocol"))
            .orElse(before.protocol()));
  }

  private static Prefix pool(Vpc vpc, String said) {
    Prefix pool = Said.block(said, POOL);
    if (pool.length() < SHORTEST || pool.length() > LONGEST) {
      throw Refusal.invalid(POOL, "Its length is between 9 and 22.");
    }
    Optional<Prefix> taken =
        RESERVED.stream()
            .filter(pool::overlaps)
            .findFirst()
            .or(
                () ->
                    vpc.addressPrefixes().stream()
                        .map(Vpc.AddressPrefix::cidr)
                        .filter(pool::overlaps)
                        .findFirst());
    taken.ifPresent(
        it -> {
          throw Refusal.invalid(
              POOL, "%s overlaps %s, which is taken or reserved.".formatted(pool, it));
        });
    return pool;
  }

  private static List<Ip> addresses(List<VpnServerSpec.Address> said) {
    List<Ip> all = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      all.add(Said.ip(said.get(i).address(), DNS + "[" + i + "].address"));
    }
    return all;
  }

  /// A certificate of a secrets manager, wherever that is: only its CRN is looked at.
  static String certificate(Certificate said, String field) {
    if (!Service.isCrn(said.crn())) {
      throw Refusal.invalid(
          field + ".crn", "Give the CRN of a certificate, with its ten segments.");
    }
    return said.crn();
  }

  /// What clients have to show: one of each sort at most, and one at least.
  static List<Authentication> authentication(List<VpnServerSpec.Authentication> said) {
    List<Authentication> all = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      String at = METHODS + "[" + i + "]";
      Authentication made = authentication(said.get(i), at);
      if (all.stream().anyMatch(it -> it.getClass() == made.getClass())) {
        throw Refusal.invalid(at + ".method", "It is there twice.");
      }
      all.add(made);
    }
    if (all.isEmpty()) {
      throw Refusal.invalid(METHODS, "Give one method at least: certificate, username.");
    }
    return all;
  }

  private static Authentication authentication(VpnServerSpec.Authentication said, String at) {
    return switch (said.method()) {
      case "certificate" -> {
        refuse(said.identityProvider(), at + ".identity_provider");
        yield new ByCertificate(
            certificate(Said.needed(said.clientCa(), at + ".client_ca"), at + ".client_ca"),
            said.crl().map(it -> list(it, at)));
      }
      case "username" -> {
        refuse(said.clientCa(), at + ".client_ca");
        refuse(said.crl(), at + ".crl");
        Optional<String> type =
            Said.needed(said.identityProvider(), at + ".identity_provider").providerType();
        if (!type.equals(Optional.of("iam"))) {
          throw Refusal.invalid(at + ".identity_provider.provider_type", "Give iam.");
        }
        yield new ByUser();
      }
      default -> throw Refusal.invalid(at + ".method", "Give certificate or username.");
    };
  }

  private static void refuse(Optional<?> said, String field) {
    if (said.isPresent()) {
      throw Refusal.invalid(field, "This method has none: leave it out.");
    }
  }

  private static String list(String said, String at) {
    if (!said.strip().startsWith("-----BEGIN X509 CRL-----")) {
      throw Refusal.invalid(at + ".crl", "It is a certificate revocation list in PEM.");
    }
    return said;
  }
}

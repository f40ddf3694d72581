package io.sekisho.inspection;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.client.Documents;
import io.sekisho.exposure.Machine.Link;
import io.sekisho.exposure.Machine.Route;
import io.sekisho.guard.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads devices, routes and what is forwarded.
final class Network {
  private final Source source;

  Network(Source source) {
    this.source = source;
  }

  List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (JsonNode each : list(source.quietly("addresses.json", "ip", "-j", "-d", "address"))) {
      String name = each.path("ifname").asString("");
      String master = each.path("master").asString("");
      links.add(
          new Link(
              name,
              each.path("linkinfo").path("info_kind").asString(""),
              master.isEmpty() ? Optional.empty() : Optional.of(master),
              networks(each.path("addr_info")),
              flag("proc/sys/net/ipv4/conf/" + name + "/forwarding")));
    }
    return links;
  }

  private static List<Prefix> networks(JsonNode addresses) {
    List<Prefix> networks = new ArrayList<>();
    for (JsonNode each : addresses) {
      String local = each.path("local").asString("");
      int length = each.path("prefixlen").asInt(0);
      if (!local.isEmpty() && !each.path("scope").asString("").equals("link")) {
        Ip ip = Ip.parse(local);
        if (length > 0 && length < ip.width()) {
          networks.add(Prefix.around(ip, length));
        }
      }
    }
    return networks;
  }

  Optional<Boolean> forwards6() {
    return flag("proc/sys/net/ipv6/conf/all/forwarding");
  }

  private Optional<Boolean> flag(String file) {
    return source.file(file).map(it -> !it.strip().equals("0"));
  }

  /// How the targets' addresses are reached: one `ip route get` for each.
  Map<Ip, Route> routes(List<Target> targets) {
    Map<Ip, Route> routes = new HashMap<>();
    if (source.isHere()) {
      if (source.quietly("", "ip", "-V").isPresent()) {
        targets.stream()
            .flatMap(it -> it.addresses().stream())
            .map(Prefix::first)
            .forEach(
                it -> {
                  routes.put(it, Route.NONE);
                  put(routes, source.quietly("", "ip", "-j", "route", "get", it.toString()));
                });
      }
    } else {
      put(routes, source.file("routes.json"));
    }
    return routes;
  }

  private void put(Map<Ip, Route> routes, Optional<String> printed) {
    for (JsonNode each : list(printed)) {
      String type = each.path("type").asString("unicast");
      String device = each.path("dev").asString("");
      String from = each.path("prefsrc").asString("");
      boolean local = type.equals("local");
      routes.put(
          Ip.parse(each.path("dst").asString("0.0.0.0").replaceFirst("/\\d+$", "")),
          type.equals("unicast") || local
              ? new Route(
                  each.path("reachable").asBoolean(true),
                  local,
                  device.isEmpty() ? Optional.empty() : Optional.of(device),
                  from.isEmpty() ? Optional.empty() : Optional.of(Ip.parse(from)))
              : Route.NONE);
    }
  }

  /// The arrays in a text, one after the other.
  private static List<JsonNode> list(Optional<String> printed) {
    List<JsonNode> all = new ArrayList<>();
    for (String part : printed.orElse("").split("(?m)(?=^\\[)", -1)) {
      try {
        if (part.strip().startsWith("[")) {
          Documents.parse(part.getBytes(StandardCharsets.UTF_8)).forEach(all::add);
        }
      } catch (JacksonException unreadable) {
        // A tool of another kind, or a message: then it is not known.
      }
    }
    return all;
  }
}

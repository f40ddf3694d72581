package io.sekisho.inspection;

import io.sekisho.guard.Target;
import io.sekisho.guard.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which cloud a machine says it is in: as cloud-init found out, or as its firmware tells.
record Cloud(Source source) {
  /// Words to look for, and the target.
  private static final Map<String, String> WORDS = words();

  Optional<Target> target() {
    String said =
        Stream.of(
                "run/cloud-init/cloud-id",
                "sys/class/dmi/id/sys_vendor",
                "sys/class/dmi/id/chassis_asset_tag",
                "sys/class/dmi/id/product_name")
            .map(it -> source.file(it).orElse(""))
            .collect(Collectors.joining("\n"))
            .toLowerCase(Locale.ROOT);
    return WORDS.entrySet().stream()
        .filter(it -> said.contains(it.getKey()))
        .findFirst()
        .flatMap(it -> Targets.named(it.getValue()));
  }

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    for (String name :
        List.of(
            "ibm",
            "amazon",
            "aws",
            "google",
            "gce",
            "azure",
            "7783-7084-3265-9085-8269-3286-77",
            "oracle",
            "digitalocean",
            "hetzner",
            "akamai",
            "linode",
            "vultr",
            "upcloud",
            "alibaba",
            "aliyun",
            "tencent",
            "scaleway",
            "openstack")) {
      words.put(
          name,
          switch (name) {
            case "amazon" -> "aws";
            case "google", "gce" -> "gcp";
            case "7783-7084-3265-9085-8269-3286-77" -> "azure";
            case "linode" -> "akamai";
            case "aliyun" -> "alibaba";
            default -> name;
          });
    }
    return words;
  }
}

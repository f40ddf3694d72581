package io.sekisho.warden;

import java.util.List;
import java.util.Random;

/// Rules by lot: of iptables for one IP version or both, or of nftables for both.
record Drawn(Random dice) {
  String rules() {
    StringBuilder script = new StringBuilder("set -e\n");
    int kind = dice.nextInt(3);
    if (kind != 1) {
      script.append(tables("iptables", Machine.METADATA));
    }
    if (kind == 2) {
      script.append(tables("ip6tables", Machine.METADATA_6));
    }
    if (kind != 2) {
      script.append(nftables());
    }
    return script.toString();
  }

  private String tables(String tool, String address) {
    StringBuilder script = new StringBuilder("%s -N ONE\n%s -N TWO\n".formatted(tool, tool));
    for (String chain : List.of("ONE", "TWO", "OUTPUT", "FORWARD")) {
      for (int i = dice.nextInt(5); i >= 0; i--) {
        script.append(
            "%s -A %s%s%s %s\n"
                .formatted(
                    tool,
                    chain,
                    chain.length() > 3 && chain.equals("OUTPUT") ? owner() : "",
                    condition(address),
                    verdict(chain)));
      }
    }
    return script.toString();
  }

  private String owner() {
    return one(
        "",
        "",
        " -m owner --uid-owner 2001",
        " -m owner ! --uid-owner 2001",
        " -m owner --uid-owner 2002-2003",
        " -m owner --gid-owner 3001",
        " -m owner ! --gid-owner 3001 --suppl-groups",
        " -m owner --gid-owner 3001 --suppl-groups",
        " -m owner --uid-owner 0");
  }

  private String condition(String address) {
    String net = address.contains(":") ? "fd00::/8" : "169.254.0.0/16";
    return one("", " -d " + address, " -d " + net, " ! -d " + address)
        + one(
            "",
            "",
            " -p tcp",
            " -p udp",
            " -p tcp --dport 80",
            " -p tcp ! --dport 443",
            " -p tcp --syn",
            " -p tcp -m multiport --dports 22,80:90")
        + one(
            "",
            "",
            " -m mark --mark 0x1/0x1",
            " -m mark ! --mark 0x2",
            " -m conntrack --ctstate NEW",
            " -m conntrack --ctstate RELATED,ESTABLISHED",
            " -o wan",
            " ! -o wan",
            " -o w+");
  }

  private String verdict(String chain) {
    String jump =
        chain.equals("TWO")
            ? "-j RETURN"
            : chain.equals("ONE") ? "-j TWO" : one("-j ONE", "-g ONE", "-j TWO");
    return one(
        "-j ACCEPT",
        "-j REJECT",
        "-j REJECT",
        "-j RETURN",
        jump,
        jump,
        "-j MARK --set-xmark 0x1/0x1",
        "-j MARK --set-xmark 0x3/0xffffffff");
  }

  private String nftables() {
    StringBuilder script = new StringBuilder("nft -f - <<'E'\ntable inet t {\n");
    script.append(
        "set a { type ipv4_addr; flags interval; elements = { 169.254.0.0/16, 10.0.0.1 }; }\n");
    for (String chain : List.of("two", "one", "out", "along")) {
      script.append("chain ").append(chain).append(" {\n");
      if (chain.equals("out")) {
        script.append("type filter hook output priority %d;\n".formatted(dice.nextInt(10)));
      } else if (chain.equals("along")) {
        script.append("type filter hook %s priority -5;\n".formatted(one("forward", "prerouting")));
      }
      for (int i = dice.nextInt(5); i >= 0; i--) {
        script.append(nftRule(chain)).append('\n');
      }
      script.append("}\n");
    }
    return script.append("}\nE\n").toString();
  }

  private String nftRule(String chain) {
    String jump =
        chain.equals("two")
            ? "return"
            : chain.equals("one") ? "jump two" : one("jump one", "goto one", "goto two");
    return one(
            "",
            "meta skuid 2001 ",
            "meta skuid != 2001 ",
            "meta skuid { 0, 2002-2005 } ",
            "meta skuid > 2001 ",
            "meta skgid 3001 ",
            "meta skgid != { 0, 3001 } ")
        + one(
            "",
            "ip daddr 169.254.169.254 ",
            "ip daddr @a ",
            "ip daddr != 169.254.169.254 ",
            "ip6 daddr fd00::/8 ",
            "meta nfproto ipv6 ",
            "ip daddr != { 10.0.0.0/8 } ")
        + one(
            "",
            "",
            "meta l4proto tcp ",
            "tcp dport { 80, 443 } ",
            "tcp dport != 80 ",
            "th dport 80 ",
            "udp dport < 100 ",
            "tcp flags & (syn|ack) == syn ",
            "ct state new ",
            "ct state established,related ",
            "oifname \"w*\" ",
            "meta mark 7 ",
            "iifname != \"lo\" ")
        + one(
            "accept",
            "reject",
            "reject",
            "return",
            jump,
            jump,
            "meta mark set 7",
            "meta skuid vmap { 2001 : reject_, 2002 : accept }"
                .replace("reject_", "drop")
                .replace("drop", "return"));
  }

  private String one(String... choices) {
    return choices[dice.nextInt(choices.length)];
  }
}

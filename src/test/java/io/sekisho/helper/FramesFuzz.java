package io.sekisho.helper;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.host.HostPlan;
import io.sekisho.host.VpcPlan;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestRules;
import io.sekisho.policy.Envelope;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a broken-into service may write to the helper, which is root. What is taken for a request
/// is written as it was read, and no text of it gets into a ruleset but names, numbers and
/// addresses.
public final class FramesFuzz {
  private static final Set<String> ALWAYS = always();

  /// All else that a plan may add: elements, what subnets, groups and ACLs are called, and their
  /// rules.
  private static final Pattern ADDED =
      Pattern.compile(
          " {6}(\"[a-z][a-z0-9]{0,14}\"|[0-9a-f:./]+)( \\. [0-9a-f:./]+)*( : (goto|jump) [\\w.-]+| : [a-z0-9. ]+)?,?"
              + "| {4}elements = \\{"
              + "| {4}\\}"
              + "| {2}(chain|set|counter) [\\w.-]+ \\{"
              + "| {4}type (ifname|ipv[46]_addr)"
              + "| {4}[io]ifname @inside\\.[\\w-]+ accept"
              + "| {4}goto (leaving|entering|denied)[\\w.-]+"
              + "| {4}[a-z0-9 .:/@{},\\w-]*counter name (rule|rest)\\.[\\w.-]+ (accept|goto denied_(in|out))"
              + "| {4}tcp flags .* limit rate over \\d+/second burst \\d+ packets \\} .*");

  private FramesFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    verdict(input);
  }

  public static String verdict(byte[] input) throws IOException {
    Request request;
    try {
      request = Frames.read(input, Request.class);
    } catch (IOException refused) {
      return "refused";
    }
    assertThat(Frames.read(Frames.write(request), Request.class)).isEqualTo(request);
    if (request instanceof Request.Enforce(var _, var _, var change)) {
      HostPlan plan;
      try {
        plan = change.applied(HostPlan.EMPTY);
      } catch (IllegalArgumentException impossible) {
        return "refused";
      }
      plan.vpcs().forEach(FramesFuzz::isPlain);
      plan.unplanned().keySet().forEach(name -> assertThat(name).matches("[a-z0-9]+-vpc-\\d+"));
    }
    if (request instanceof Request.Listen listen) {
      assertThat(listen.namespace()).matches("[a-z0-9]+-vpc-\\d+");
    }
    return "accepted";
  }

  private static void isPlain(VpcPlan plan) {
    assertThat(plan.namespace()).matches("[a-z0-9]+-vpc-\\d+");
    assertThat(plan.devices()).allMatch(name -> name.matches("[a-z][a-z0-9]{0,14}"));
    assertThat(GuestRules.compile(plan.guests(), plan.envelope()).text().lines())
        .allMatch(line -> ALWAYS.contains(line) || ADDED.matcher(line).matches());
  }

  private static Set<String> always() {
    GuestPorts nobody = new GuestPorts(List.of(), Limits.DEFAULT);
    return GuestRules.compile(nobody, Envelope.NONE).text().lines().collect(Collectors.toSet());
  }
}

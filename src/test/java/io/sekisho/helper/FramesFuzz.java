package io.sekisho.helper;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.host.VpcPlan;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestRules;
import io.sekisho.policy.Envelope;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/// What a broken-into service may write to the helper, which is root. What is taken for a request
/// is written as it was read, and no text of it gets into a ruleset but names, numbers and
/// addresses.
public final class FramesFuzz {
  private static final Pattern ELEMENT =
      Pattern.compile(
          " {6}\"[a-z][a-z0-9]{0,14}\"( \\. [0-9a-f:./]+)*( : [a-z0-9 ]+)?,?| {4}elements = \\{| {4}\\}");

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
    if (request instanceof Request.Enforce(var plan)) {
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
    assertThat(plain(plan.guests(), plan.envelope()))
        .isEqualTo(plain(new GuestPorts(List.of(), plan.guests().limits()), plan.envelope()));
  }

  /// The ruleset without its elements. They are all that a plan may add to it.
  private static List<String> plain(GuestPorts guests, Envelope envelope) {
    return GuestRules.compile(guests, envelope)
        .text()
        .lines()
        .filter(line -> !ELEMENT.matcher(line).matches())
        .toList();
  }
}

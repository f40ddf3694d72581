package io.sekisho.plug;

import io.sekisho.nodewire.HostView;
import io.sekisho.nodewire.HostView.Count;
import io.sekisho.telemetry.TrafficMetrics;
import io.sekisho.telemetry.TrafficMetrics.Sample;
import java.util.ArrayList;
import java.util.List;

/// What a host's kernel counted, as metrics.
public final class HostMetrics {
  private HostMetrics() {}

  public static TrafficMetrics of(HostView view) {
    return new TrafficMetrics(
        view.interfaces().stream().flatMap(it -> samples(it).stream()).toList(),
        view.rules().stream().map(HostMetrics::sample).toList(),
        view.networks().stream().flatMap(it -> samples(it).stream()).toList());
  }

  private static List<Sample> samples(HostView.Interface nic) {
    HostView.Traffic traffic = nic.traffic();
    return List.of(
        sample(nic, "out", "accepted", traffic.sent()),
        sample(nic, "in", "accepted", traffic.received()),
        sample(nic, "out", "spoofed", traffic.spoofed()),
        sample(nic, "out", "security_group", traffic.refusedOut()),
        sample(nic, "in", "security_group", traffic.refusedIn()),
        sample(nic, "out", "network_acl", traffic.deniedOut()),
        sample(nic, "in", "network_acl", traffic.deniedIn()));
  }

  private static Sample sample(
      HostView.Interface nic, String direction, String verdict, Count count) {
    return new Sample(
        List.of(
            nic.account(),
            nic.vpc(),
            nic.compute(),
            nic.networkInterface(),
            nic.device(),
            direction,
            verdict),
        count.packets(),
        count.bytes());
  }

  private static Sample sample(HostView.Rule rule) {
    return new Sample(
        List.of(
            rule.account(),
            rule.vpc(),
            rule.kind(),
            rule.owner(),
            rule.name(),
            rule.id(),
            rule.direction(),
            rule.action()),
        rule.count().packets(),
        rule.count().bytes());
  }

  private static List<Sample> samples(HostView.Network network) {
    List<Sample> all = new ArrayList<>();
    network
        .dropped()
        .forEach(
            (why, count) ->
                all.add(
                    new Sample(
                        List.of(network.account(), network.vpc(), why),
                        count.packets(),
                        count.bytes())));
    return all;
  }
}

package io.sekisho.station;

import io.sekisho.linux.RuleCounters;
import io.sekisho.nodewire.HostView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the rules of one namespace have counted.
///
/// @param named by the counter's name
/// @param devices by the name of the set, then of the device
record Tally(Map<String, HostView.Count> named, Map<String, Map<String, HostView.Count>> devices) {
  static final Tally NOTHING = new Tally(Map.of(), Map.of());

  static Tally of(List<RuleCounters.Count> counts) {
    Map<String, HostView.Count> named = new HashMap<>();
    Map<String, Map<String, HostView.Count>> devices = new HashMap<>();
    for (RuleCounters.Count each : counts) {
      HostView.Count count = new HostView.Count(each.packets(), each.bytes());
      if (each.device().isEmpty()) {
        named.put(each.name(), count);
      } else {
        devices.computeIfAbsent(each.name(), _ -> new HashMap<>()).put(each.device(), count);
      }
    }
    return new Tally(named, devices);
  }

  HostView.Traffic traffic(String device) {
    return new HostView.Traffic(
        of("sent", device),
        of("received", device),
        of("spoofed_by", device),
        of("refused_out", device),
        of("refused_in", device),
        of("denied_out", device),
        of("denied_in", device));
  }

  private HostView.Count of(String set, String device) {
    return devices.getOrDefault(set, Map.of()).getOrDefault(device, HostView.Count.NONE);
  }
}

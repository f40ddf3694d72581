package io.sekisho.kernel;

import io.sekisho.linux.Device;
import io.sekisho.nftables.CaptureRules;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A guest on somebody else's bridge that is captured, as the kernel has it: a device of ours
/// beside the guest's, on which stands whose it is.
///
/// @param end our device's name
/// @param mark of the interface, whose tap is the other end
/// @param device the guest's, and its number
record Captured(String end, int mark, String device, int index) {
  private static final int DIGITS = 36;

  /// Nine digits, as in the name of a tap.
  private static final int MOST = 999_999_999;

  /// What stands on our device: no device's name has a slash.
  private static final Pattern NOTE = Pattern.compile("([^/]+)/(\\d{1,9})");

  static Captured of(String prefix, int mark, Device guest) {
    return new Captured(end(prefix, mark), mark, guest.name(), guest.index());
  }

  /// The name of our device; at most 15 characters.
  static String end(String prefix, int mark) {
    return prefix + "-" + Integer.toString(mark, DIGITS);
  }

  String note() {
    return device + "/" + index;
  }

  CaptureRules.Capture rules() {
    return new CaptureRules.Capture(mark, device, index, end);
  }

  /// Whether the very device that was captured is among these.
  boolean standsIn(List<Device> devices) {
    return devices.stream().anyMatch(it -> it.index() == index && it.name().equals(device));
  }

  /// The interface that one of our devices is for, by the device's name.
  private static Optional<Integer> mark(String device, String prefix) {
    return Optional.of(device)
        .filter(it -> it.matches(prefix + "-[0-9a-z]{1,6}"))
        .map(it -> Long.parseLong(it.substring(prefix.length() + 1), DIGITS))
        .filter(mark -> mark >= 1 && mark <= MOST)
        .map(Long::intValue)
        .filter(mark -> end(prefix, mark).equals(device));
  }

  /// Those among all devices of a namespace.
  static List<Captured> among(List<Device> devices, String prefix) {
    return devices.stream().flatMap(it -> read(it, prefix).stream()).toList();
  }

  /// The one of an interface among all devices of a namespace.
  static Optional<Captured> find(List<Device> devices, String prefix, int mark) {
    return among(devices, prefix).stream().filter(it -> it.mark == mark).findFirst();
  }

  /// Nothing if the device is somebody else's, whatever it is called.
  private static Optional<Captured> read(Device device, String prefix) {
    Matcher note = NOTE.matcher(device.alias().orElse(""));
    return mark(device.name(), prefix)
        .filter(_ -> note.matches() && device.kind().equals(Optional.of("veth")))
        .map(
            mark ->
                new Captured(device.name(), mark, note.group(1), Integer.parseInt(note.group(2))));
  }
}

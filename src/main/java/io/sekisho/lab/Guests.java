package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.host.Names;
import io.sekisho.wire.Attachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Some guests: which there are to be, and which of them is meant.
final class Guests {
  private Guests() {}

  /// The guests that an inventory's compute resources become on this host.
  ///
  /// @throws Failure if they are simulated there: what has no interface can't be plugged in
  static List<Guest> plan(Names names, List<Attachment> attachments, LabFile file) {
    if (attachments.stream().anyMatch(nic -> nic.networkNamespace().isEmpty())) {
      throw new Failure(
          "The inventory is applied, but this Sekisho simulates its guests on loopback ports"
              + " (`sekisho attachments`): for a lab, start it as root.");
    }
    Map<String, List<Attachment>> computes = new LinkedHashMap<>();
    for (Attachment attachment : attachments) {
      if (file.computes().contains(attachment.account() + "/" + attachment.compute())) {
        computes.computeIfAbsent(attachment.computeId(), id -> new ArrayList<>()).add(attachment);
      }
    }
    List<Guest> bare = computes.values().stream().map(nics -> guest(names, nics)).toList();
    Map<String, List<Guest.Container>> containers = containers(bare, file);
    return bare.stream().map(guest -> with(guest, containers)).toList();
  }

  /// The one guest that goes by a name, an `account/name` or an id.
  static Guest find(List<Guest> guests, String which) {
    List<Guest> found = guests.stream().filter(guest -> answersTo(guest, which)).toList();
    if (found.isEmpty()) {
      throw new Failure("There is no guest %s: `sekisho lab ls` shows them all.".formatted(which));
    }
    if (found.size() > 1) {
      String choice = found.stream().map(Guest::reference).collect(Collectors.joining(" or "));
      throw new Failure("More than one guest is called %s: say %s.".formatted(which, choice));
    }
    return found.getFirst();
  }

  private static boolean answersTo(Guest guest, String which) {
    return guest.name().equals(which)
        || guest.reference().equals(which)
        || guest.computeId().equals(which);
  }

  private static Guest guest(Names names, List<Attachment> nics) {
    Attachment primary = nics.getFirst();
    return new Guest(
        primary.account(),
        primary.compute(),
        primary.computeId(),
        names.guest(primary.mark()),
        nics.stream().map(nic -> port(names, nic)).toList(),
        List.of());
  }

  /// What comes from a server that has no privileges ends in commands that have them: it has to be
  /// exactly what it can be.
  private static Guest.Interface port(Names names, Attachment nic) {
    boolean sound =
        nic.mark() > 0
            && nic.device().equals("tap" + nic.mark())
            && names.owns(nic.networkNamespace())
            && nic.macAddress().matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}")
            && nic.prefixLength() >= 0
            && nic.prefixLength() <= 32
            && !nic.addresses().isEmpty()
            && nic.addresses().stream().allMatch(Guests::isAddress)
            && isAddress(nic.gateway())
            && (nic.vpc() + nic.computeId()).codePoints().noneMatch(Character::isISOControl);
    if (!sound) {
      throw new Failure(
          "The server says where %s is plugged in, and that can't be: nothing is made."
              .formatted(nic.account() + "/" + nic.compute()));
    }
    return new Guest.Interface(
        nic.vpc(),
        nic.networkNamespace(),
        nic.device(),
        nic.macAddress(),
        nic.addresses(),
        nic.gateway(),
        nic.prefixLength());
  }

  private static boolean isAddress(String text) {
    return text.matches("[0-9a-f.:]{2,45}");
  }

  /// By the guest's namespace.
  private static Map<String, List<Guest.Container>> containers(List<Guest> guests, LabFile file) {
    Map<String, List<Guest.Container>> containers = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (LabFile.Container wanted : file.containers()) {
      Guest guest = find(guests, wanted.guest());
      String namespace = guest.namespace() + "-" + wanted.name();
      if (!taken.add(namespace)) {
        throw new Failure(
            "%s has two containers called %s: rename one."
                .formatted(guest.reference(), wanted.name()));
      }
      containers
          .computeIfAbsent(guest.namespace(), name -> new ArrayList<>())
          .add(new Guest.Container(wanted.name(), namespace));
    }
    return containers;
  }

  private static Guest with(Guest guest, Map<String, List<Guest.Container>> containers) {
    return new Guest(
        guest.account(),
        guest.name(),
        guest.computeId(),
        guest.namespace(),
        guest.interfaces(),
        containers.getOrDefault(guest.namespace(), List.of()));
  }
}

package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.wire.Attachment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What the lab reads of an inventory file: who is in it, and its `lab:` section. Whether the rest
/// makes sense is for the server to say.
///
/// @param computes every compute resource that the file declares, as `account/name`
/// @param containers what the section adds to them
public record LabFile(Set<String> computes, List<Container> containers) {
  // What a container is called ends up in names of namespaces and files.
  private static final String NAME = "[a-z]([-a-z0-9]{0,30}[a-z0-9])?";

  public LabFile {
    computes = Set.copyOf(computes);
    containers = List.copyOf(containers);
  }

  /// A container to be made in a guest.
  ///
  /// @param guest the guest's name, or `account/name`
  public record Container(String guest, String name) {
    public Container {
      if (guest.isBlank()) {
        throw new Failure("lab.containers: every container needs the name of its guest.");
      }
      if (!name.matches(NAME)) {
        throw new Failure(
            "lab.containers: \"%s\" is no name for a container; use up to 32 lower-case letters, digits and hyphens, beginning with a letter."
                .formatted(name));
      }
    }
  }

  /// Everything that the server knows, and no containers.
  static LabFile all(List<Attachment> attachments) {
    return new LabFile(
        attachments.stream()
            .map(nic -> nic.account() + "/" + nic.compute())
            .collect(Collectors.toSet()),
        List.of());
  }

  /// Reads an inventory in YAML or JSON.
  ///
  /// @throws Failure if it is neither, or its `lab:` section has something that the lab does not
  ///   know
  public static LabFile parse(byte[] inventory) {
    try {
      JsonNode root = YAMLMapper.shared().readTree(inventory);
      return new LabFile(computes(root), containers(root.path("lab")));
    } catch (JacksonException e) {
      throw new Failure("The inventory is not well-formed: " + e.getOriginalMessage(), e);
    }
  }

  private static Set<String> computes(JsonNode root) {
    Set<String> computes = new LinkedHashSet<>();
    for (JsonNode account : root.path("accounts")) {
      for (String kind : List.of("instances", "bare_metal_servers")) {
        for (JsonNode compute : account.path(kind)) {
          computes.add(text(account, "name") + "/" + text(compute, "name"));
        }
      }
    }
    return computes;
  }

  private static List<Container> containers(JsonNode lab) {
    allow(lab, "lab", Set.of("containers"));
    List<Container> containers = new ArrayList<>();
    for (JsonNode container : lab.path("containers")) {
      allow(container, "lab.containers", Set.of("guest", "name"));
      containers.add(new Container(text(container, "guest"), text(container, "name")));
    }
    return containers;
  }

  private static void allow(JsonNode section, String path, Set<String> members) {
    for (String member : section.propertyNames()) {
      if (!members.contains(member)) {
        throw new Failure(
            "%s: \"%s\" is not known there; only %s is."
                .formatted(path, member, String.join(", ", members.stream().sorted().toList())));
      }
    }
  }

  private static String text(JsonNode parent, String member) {
    return parent.path(member).asString("");
  }
}

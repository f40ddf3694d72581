package io.sekisho.permission;

import io.sekisho.permission.Catalogue.Service;
import io.sekisho.permission.Catalogue.SystemRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the text of a catalogue. Its form is told at its top.
final class CatalogueReader {
  private final List<Kind> kinds = new ArrayList<>();
  private final List<Draft> drafts = new ArrayList<>();
  private Draft everywhere = new Draft("", "", "", Optional.empty());
  private Draft current = everywhere;

  /// A role as the text declares it, before it is known what it grants.
  ///
  /// @param letter by which lines of actions call it; the role's name where only one service has it
  private record Kind(
      String letter, boolean platform, String name, String displayName, String description) {
    /// @param owner the service whose own it is, or `iam`
    SystemRole on(String owner, Set<String> actions) {
      String type = platform ? "role" : "serviceRole";
      String crn = "crn:v1:bluemix:public:" + owner + "::::" + type + ":" + name;
      return new SystemRole(crn, platform, name, displayName, description, actions);
    }
  }

  private record Draft(
      String name,
      String title,
      String type,
      Optional<String> group,
      Set<String> attributes,
      List<Kind> own,
      Map<String, Set<String>> granted) {
    Draft(String name, String title, String type, Optional<String> group) {
      this(
          name,
          title,
          type,
          group,
          new LinkedHashSet<>(),
          new ArrayList<>(),
          new LinkedHashMap<>());
    }

    Set<String> granted(Kind kind) {
      return granted.getOrDefault(kind.letter, Set.of());
    }

    void grant(String letter, String action) {
      granted.computeIfAbsent(letter, any -> new LinkedHashSet<>()).add(action);
    }
  }

  private CatalogueReader() {}

  static Catalogue read(String text) {
    CatalogueReader reader = new CatalogueReader();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(reader::take);
    return new Catalogue(
        reader.service(reader.everywhere),
        reader.drafts.stream().map(reader::service).collect(Collectors.toList()));
  }

  private void take(String line) {
    List<String> cells = List.of(line.split("\\s*\\|\\s*", -1));
    List<String> words = List.of(cells.getFirst().split("\\s+", -1));
    switch (words.getFirst()) {
      case "platform", "service-role" -> kinds.add(kind(words.get(1), words.get(2), cells));
      case "own" -> current.own.add(kind(words.get(1), words.get(1), cells));
      case "everywhere" -> current = everywhere;
      case "service" -> {
        Optional<String> group = words.stream().skip(3).findFirst();
        current = new Draft(words.get(1), cells.get(1), words.get(2), group);
        drafts.add(current);
      }
      case "by" -> current.attributes.addAll(words.subList(1, words.size()));
      default -> action(words);
    }
  }

  private static Kind kind(String letter, String name, List<String> cells) {
    boolean platform = cells.getFirst().startsWith("platform");
    return new Kind(letter, platform, name, cells.get(1), cells.get(2));
  }

  /// `VOEA is.vpc.vpc.read`: the letters of the roles that grant it, the action, and names of own
  /// roles that grant it too.
  private void action(List<String> words) {
    String action = words.get(1);
    words.getFirst().chars().forEach(c -> current.grant(Character.toString(c), action));
    words.stream().skip(2).forEach(own -> current.grant(own, action));
  }

  /// Platform roles are there for every service; others for those that say what they grant.
  private Service service(Draft draft) {
    Map<String, SystemRole> roles = new LinkedHashMap<>();
    for (Kind kind : kinds) {
      if (kind.platform || !draft.granted(kind).isEmpty()) {
        Set<String> actions = new LinkedHashSet<>(draft.granted(kind));
        actions.addAll(everywhere.granted(kind));
        SystemRole role = kind.on("iam", actions);
        roles.put(role.crn(), role);
      }
    }
    for (Kind kind : draft.own) {
      SystemRole role = kind.on(draft.name, draft.granted(kind));
      roles.put(role.crn(), role);
    }
    Set<String> attributes = new LinkedHashSet<>(everywhere.attributes);
    attributes.addAll(draft.attributes);
    return new Service(draft.name, draft.title, draft.type, draft.group, attributes, roles);
  }
}

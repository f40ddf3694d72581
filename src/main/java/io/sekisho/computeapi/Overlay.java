package io.sekisho.computeapi;

import io.sekisho.compute.InstancePrototype;
import io.sekisho.compute.Templates;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Instance.Template;
import io.sekisho.vpcapi.Request;
import io.sekisho.web.Documents;
import io.sekisho.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A template with a body laid over it: what the body says wins, member by member.
final class Overlay {
  /// Of each of these, what the body says in one form takes the place of all that the template says
  /// in the other.
  private static final List<List<Set<String>>> FORMS =
      List.of(
          List.of(
              Set.of("primary_network_attachment", "network_attachments"),
              Set.of("primary_network_interface", "network_interfaces")),
          List.of(Set.of("image"), Set.of("catalog_offering")));

  /// What a template says of itself, and not of instances.
  private static final Set<String> OWN = Set.of("name", "resource_group", "source_template");

  private static final String AFFINITY = "reservation_affinity";

  /// From this version on, instances use reservations unless they say otherwise.
  private static final LocalDate AUTOMATIC = LocalDate.of(2024, 11, 19);

  private Overlay() {}

  /// What an instance is made of.
  ///
  /// @param said the request's body
  static Outcome<InstancePrototype> prototype(
      Request request, InstancePrototype said, Optional<Template> template) {
    boolean old = request.version().isBefore(AUTOMATIC);
    if (template.isEmpty() && !old) {
      return Outcome.of(said);
    }
    ObjectNode all =
        template.map(it -> laid(request, it)).orElseGet(() -> tree(request.call().body()));
    if (old && !all.has(AFFINITY)) {
      all.putObject(AFFINITY).put("policy", "disabled");
    }
    return read(all);
  }

  /// What a template is made of.
  ///
  /// @param source the template that is copied first
  static Outcome<Templates.Said> template(Request request, Optional<Template> source) {
    ObjectNode all =
        source.map(it -> laid(request, it)).orElseGet(() -> tree(request.call().body()));
    return read(all)
        .map(
            prototype -> {
              ObjectNode text = all.deepCopy();
              text.remove(OWN);
              return new Templates.Said(prototype, text.toString());
            });
  }

  /// The members of a template's prototype.
  static ObjectNode members(Template template) {
    return tree(template.prototype().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode laid(Request request, Template template) {
    ObjectNode over = tree(request.call().body());
    ObjectNode all = members(template);
    for (List<Set<String>> forms : FORMS) {
      replace(all, over, forms.getFirst(), forms.getLast());
      replace(all, over, forms.getLast(), forms.getFirst());
    }
    over.properties().forEach(member -> all.set(member.getKey(), member.getValue()));
    return all;
  }

  private static void replace(
      ObjectNode all, ObjectNode over, Set<String> these, Set<String> those) {
    if (these.stream().anyMatch(over::has)) {
      all.remove(those);
    }
  }

  private static Outcome<InstancePrototype> read(ObjectNode all) {
    return Documents.read(all.toString().getBytes(StandardCharsets.UTF_8), InstancePrototype.class);
  }

  private static ObjectNode tree(byte[] json) {
    return (ObjectNode) Json.mapper().readTree(json);
  }
}

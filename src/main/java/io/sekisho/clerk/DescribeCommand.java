package io.sekisho.clerk;

import io.sekisho.cli.Printer;
import io.sekisho.cli.Session;
import io.sekisho.client.Documents;
import io.sekisho.client.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "describe",
    description = "Show all there is to know of one resource, and what belongs to it.",
    sortOptions = false,
    footer = {
      "",
      "Of whoever has policies, these; of an access group its members and rules, of a",
      "trusted profile its links and rules, of a service ID its API keys as well.",
      "",
      "Examples:",
      "  sekisho describe trusted-profile reader",
      "  sekisho describe access-group admins",
      "  sekisho describe service-id ci -o json",
      "  sekisho describe security-group acme/web"
    })
final class DescribeCommand implements Runnable {
  private static final Map<Thing, List<Thing>> PARTS =
      Map.of(
          Thing.TRUSTED_PROFILE, List.of(Thing.LINK, Thing.RULE, Thing.POLICY),
          Thing.ACCESS_GROUP, List.of(Thing.MEMBER, Thing.RULE, Thing.POLICY),
          Thing.SERVICE_ID, List.of(Thing.API_KEY, Thing.POLICY),
          Thing.USER, List.of(Thing.API_KEY, Thing.POLICY));

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      converter = Sort.Word.class,
      completionCandidates = Sort.Word.class,
      description = "Such as access-group; see `sekisho get --help`.")
  private Sort sort = new Sort.Resource(Kind.INSTANCE);

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Its name, id or account/name.")
  private String name = "";

  @Mixin private Output output = new Output();
  @Mixin private Whose whose = new Whose();

  DescribeCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    switch (sort) {
      case Sort.Resource(Kind kind) -> {
        if (kind == Kind.TRUSTED_PROFILE) {
          things(Thing.TRUSTED_PROFILE);
        } else {
          JsonNode one = Documents.parse(Documents.json(session.client().get(kind, name)));
          tell(one, () -> Sheet.tell(session.printer(), one));
        }
      }
      case Sort.Known(Thing thing) -> things(whose.meant(thing));
      case Sort.OperatorKey _ -> OperatorKeyCommand.show(session, output, whose, name);
    }
  }

  private void things(Thing thing) {
    // IAM knows a profile by its name alone.
    String which = thing.isOfVpc() ? name : name.replaceFirst("^[^:]*/", "");
    Registry.Entry entry = Registry.find(session, output.account(), thing, which, whose);
    ObjectNode own = (ObjectNode) entry.whole(whose).deepCopy();
    own.remove(List.of("context", "entity_tag", "href"));
    Map<Thing, List<Registry.Entry>> parts = new LinkedHashMap<>();
    for (Thing part : PARTS.getOrDefault(thing, List.of())) {
      own.remove(part.members().getFirst().substring(1));
      parts.put(part, entry.in().list(part, Whose.of(thing, entry.id())));
    }
    ObjectNode whole = own.deepCopy();
    parts.forEach(
        (part, all) ->
            whole.set(
                part.members().getFirst().substring(1),
                Documents.parse(
                    Documents.json(all.stream().map(Registry.Entry::document).toList()))));
    tell(whole, () -> tell(own, parts));
  }

  private void tell(JsonNode own, Map<Thing, List<Registry.Entry>> parts) {
    Printer printer = session.printer();
    Sheet.tell(printer, own);
    parts.forEach(
        (part, all) -> {
          if (!all.isEmpty()) {
            printer.say("");
            printer.say(Sheet.label(part.members().getFirst().substring(1)) + ":");
            printer.table(Sheet.table(part, all, false));
          }
        });
  }

  private void tell(JsonNode document, Runnable asText) {
    List<String> names = List.of(sort.word() + "/" + name);
    output.show(session.printer(), _ -> asText.run(), () -> document, names);
  }
}

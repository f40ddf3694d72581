package io.sekisho.auditor;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.cli.Table;
import io.sekisho.client.Client;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.Kind;
import io.sekisho.client.TokenFile;
import io.sekisho.wire.Trail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ls",
    description = "Show records of the audit trail; the newest, unless told which.",
    footer = {
      "",
      "Examples:",
      "  sekisho audit ls",
      "  sekisho audit ls --target 0717_1e09281b-f177-46fb-baf1-bc152b2e391a",
      "  sekisho audit ls --action iam-am.policy.delete -o wide",
      "  sekisho audit ls --after 4711 --limit 1 -o yaml"
    })
final class LsCommand implements Runnable {
  private final Environment environment;

  @Option(names = "--account", paramLabel = "NAME", description = "Only those of this account.")
  private Optional<String> account = Optional.empty();

  @Option(names = "--target", paramLabel = "ID", description = "Only those about this resource.")
  private Optional<String> target = Optional.empty();

  @Option(names = "--action", paramLabel = "NAME", description = "Only those of this event.")
  private Optional<String> action = Optional.empty();

  @Option(names = "--after", paramLabel = "N", description = "Only those after this number.")
  private Optional<Long> after = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most; ${DEFAULT-VALUE} unless given.")
  private int limit = 50;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Format format = Format.TABLE;

  LsCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    List<Trail.Entry> records =
        records(new Client(new ContextFile(environment).load(), new TokenFile(environment)));
    Printer printer = new Printer(environment.out());
    switch (format) {
      case TABLE, WIDE -> printer.table(table(records, format == Format.WIDE));
      case JSON, YAML -> printer.document(format, records);
    }
  }

  private List<Trail.Entry> records(Client client) {
    List<Trail.Entry> records = new ArrayList<>();
    Map<String, String> filter = filter(client);
    Optional<Long> next = Optional.of(after.orElseGet(() -> start(client)));
    while (next.isPresent() && records.size() < limit) {
      Trail page = page(client, filter, next.get(), Math.min(limit - records.size(), 1_000));
      records.addAll(page.records());
      next = page.next();
    }
    return records;
  }

  /// Without a filter the newest are the last numbers; with one, nobody knows where they are.
  private long start(Client client) {
    boolean filtered = account.isPresent() || target.isPresent() || action.isPresent();
    return filtered ? 0 : Math.max(0, client.trailHead().sequence() - limit);
  }

  private Map<String, String> filter(Client client) {
    Map<String, String> all = new LinkedHashMap<>();
    account.ifPresent(it -> all.put("account", id(client, it)));
    target.ifPresent(id -> all.put("target", id));
    action.ifPresent(name -> all.put("action", name));
    return all;
  }

  /// Of an account that is gone, only the id is known, and the trail still has records.
  private static String id(Client client, String account) {
    return account.matches("[0-9a-f]{32}") ? account : client.get(Kind.ACCOUNT, account).id();
  }

  private static Trail page(Client client, Map<String, String> filter, long from, int most) {
    Map<String, String> all = new LinkedHashMap<>(filter);
    all.put("after", Long.toString(from));
    all.put("limit", Integer.toString(most));
    return client.trail(all);
  }

  private static Table table(List<Trail.Entry> records, boolean wide) {
    List<String> headings =
        new ArrayList<>(List.of("NUMBER", "AT", "ACTION", "OUTCOME", "WHO", "TARGET"));
    if (wide) {
      headings.addAll(List.of("REASON", "FROM", "ACCOUNT", "TRACE"));
    }
    return new Table(headings, records.stream().map(each -> row(each, wide)).toList());
  }

  private static List<String> row(Trail.Entry record, boolean wide) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                Long.toString(record.sequence()),
                record.at().toString(),
                record.action(),
                told(record, "/outcome"),
                told(record, "/initiator/name"),
                told(record, "/target/name")));
    if (wide) {
      cells.addAll(
          List.of(
              told(record, "/reason/reasonForFailure"),
              told(record, "/initiator/host/address"),
              record.account(),
              told(record, "/correlationId")));
    }
    return cells;
  }

  private static String told(Trail.Entry record, String member) {
    return record.event().at(member).asString("");
  }
}

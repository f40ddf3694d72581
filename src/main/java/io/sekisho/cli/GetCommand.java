package io.sekisho.cli;

import io.sekisho.client.Client;
import io.sekisho.client.Kind;
import io.sekisho.wire.View;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = "Show resources of a kind, or one of them.",
    footer = {
      "",
      "Kinds: account, vpc, subnet, key, placement-group, instance, bare-metal-server,",
      "trusted-profile; plural or shortened (bms, profile) as you like.",
      "",
      "Examples:",
      "  sekisho get instances",
      "  sekisho get instance web-1 -o yaml",
      "  sekisho get instance acme/web-1         where two accounts have a web-1",
      "  sekisho get profiles -o wide"
    })
final class GetCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      converter = KindWord.class,
      completionCandidates = KindWord.class,
      description = "What to show.")
  private Kind kind = Kind.INSTANCE;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "One of them, by name, id or account/name.")
  private String name = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Format format = Format.TABLE;

  GetCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Client client = session.client();
    if (name.isEmpty()) {
      show(client.list(kind));
    } else {
      show(client.get(kind, name));
    }
  }

  private void show(List<View> all) {
    switch (format) {
      case TABLE, WIDE -> session.printer().table(table(all));
      case JSON, YAML -> session.printer().document(format, all);
    }
  }

  private void show(View one) {
    switch (format) {
      case TABLE, WIDE -> session.printer().table(table(List.of(one)));
      case JSON, YAML -> session.printer().document(format, one);
    }
  }

  private Table table(List<View> views) {
    return Rows.resources(kind, views, format == Format.WIDE);
  }
}

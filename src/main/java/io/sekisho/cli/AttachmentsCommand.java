package io.sekisho.cli;

import io.sekisho.wire.Attachment;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "attachments",
    description = "Show where guests plug in on the server's host.",
    footer = {
      "",
      "For each interface: the network namespace and the device that a hypervisor",
      "connects. Where guests are simulated: the port that stands for each.",
      "",
      "Examples:",
      "  sekisho attachments",
      "  sekisho attachments -o json"
    })
final class AttachmentsCommand implements Runnable {
  private final Session session;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Format format = Format.TABLE;

  AttachmentsCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<Attachment> all = session.client().attachments();
    switch (format) {
      case TABLE, WIDE -> show(all);
      case JSON, YAML -> session.printer().document(format, all);
    }
  }

  private void show(List<Attachment> all) {
    if (all.isEmpty()) {
      session
          .printer()
          .say(
              "No instance or bare metal server is served here: apply an inventory, or see those"
                  + " that are on nodes (sekisho node get NODE).");
    } else {
      session.printer().table(Rows.attachments(all, format == Format.WIDE));
    }
  }
}

package io.sekisho.cli;

import io.sekisho.nodewire.JoinTokenView;
import io.sekisho.nodewire.NodeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What operators do with nodes: `sekisho node ls` and the like.
public final class NodeCommands {
  private NodeCommands() {}

  /// @param node the command that these belong to
  public static CommandLine addTo(CommandLine node, Session session) {
    return node.addSubcommand(new ListNodes(session))
        .addSubcommand(new GetNode(session))
        .addSubcommand(new RemoveNode(session))
        .addSubcommand(new MakeToken(session))
        .addSubcommand(new AttachCommand(session))
        .addSubcommand(new Detach(session));
  }

  @Command(
      name = "ls",
      description = "List the nodes, and what is in force on each.",
      footer = {"", "Examples:", "  sekisho node ls", "  sekisho node ls -o wide"})
  private static final class ListNodes implements Runnable {
    private final Session session;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "${COMPLETION-CANDIDATES}; table unless given.")
    private Format format = Format.TABLE;

    ListNodes(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      List<NodeView> all = session.client().nodes();
      switch (format) {
        case TABLE, WIDE -> {
          if (all.isEmpty()) {
            session.printer().say("There is no node yet: make a token with `sekisho node token`.");
          } else {
            session.printer().table(Rows.nodes(all, format == Format.WIDE));
          }
        }
        case JSON, YAML -> session.printer().document(format, all);
      }
    }
  }

  @Command(
      name = "get",
      description = "Show a node and its guests.",
      footer = {"", "Examples:", "  sekisho node get host-1", "  sekisho node get host-1 -o json"})
  private static final class GetNode implements Runnable {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Its name or id.")
    private String name = "";

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "${COMPLETION-CANDIDATES}; table unless given.")
    private Format format = Format.TABLE;

    GetNode(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      NodeView node = session.client().node(name);
      switch (format) {
        case TABLE, WIDE -> {
          session.printer().table(Rows.nodes(List.of(node), format == Format.WIDE));
          if (!node.guests().isEmpty()) {
            session.printer().say("");
            session.printer().table(Rows.guests(node));
          }
        }
        case JSON, YAML -> session.printer().document(format, node);
      }
    }
  }

  @Command(
      name = "rm",
      description = "Delete a node: it serves nobody from then on.",
      footer = {"", "Examples:", "  sekisho node rm host-1", "  sekisho node rm host-1 --force"})
  private static final class RemoveNode implements Runnable {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Its name or id.")
    private String name = "";

    @Option(names = "--force", description = "Also if guests are on it, whom nobody serves then.")
    private boolean force;

    RemoveNode(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      session.client().deleteNode(name, force);
      session.printer().say("Node %s is deleted.".formatted(name));
    }
  }

  @Command(
      name = "token",
      description = "Make a token with which a host can become a node.",
      footer = {
        "",
        "Examples:",
        "  sekisho node token",
        "  sekisho node token --takes-all --expires 86400 --reusable"
      })
  private static final class MakeToken implements Runnable {
    private final Session session;

    @Option(
        names = "--expires",
        paramLabel = "SECONDS",
        defaultValue = "3600",
        description = "How long it can be used (default: ${DEFAULT-VALUE}).")
    private int expires;

    @Option(names = "--reusable", description = "More than one host may join with it.")
    private boolean reusable;

    @Option(
        names = "--takes",
        paramLabel = "ACCOUNT-ID",
        description =
            "The node may take guests of this account by itself; may be repeated. Without it, an"
                + " operator places them.")
    private List<String> accounts = new ArrayList<>();

    @Option(names = "--takes-all", description = "The node may take any guest by itself.")
    private boolean all;

    MakeToken(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      JoinTokenView made =
          session
              .client()
              .createJoinToken(
                  new JoinTokenView.Wanted(
                      Optional.of(expires),
                      Optional.of(reusable),
                      Optional.of(new JoinTokenView.Takes(all, accounts))));
      session.printer().say(made.token().orElseThrow());
    }
  }

  @Command(
      name = "detach",
      description = "Let a node serve a guest no longer.",
      footer = {"", "Examples:", "  sekisho node detach web-1 --node host-1"})
  private static final class Detach implements Runnable {
    private final Session session;

    @Parameters(paramLabel = "GUEST", description = "The name or id of a server.")
    private String guest = "";

    @Option(names = "--node", paramLabel = "NODE", required = true, description = "Where it was.")
    private String node = "";

    Detach(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      session.client().detach(guest, node);
      session.printer().say("%s is on no node.".formatted(guest));
    }
  }
}

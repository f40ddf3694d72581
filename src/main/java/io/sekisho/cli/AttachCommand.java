package io.sekisho.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.client.Failure;
import io.sekisho.nodewire.Placements;
import io.sekisho.nodewire.Placements.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sekisho node attach`: one guest, or as many as a file has.
@Command(
    name = "attach",
    description = "Let a node serve a guest, and no other node; or many, all of them or none.",
    footer = {
      "",
      "Examples:",
      "  sekisho node attach web-1 --node host-1",
      "  sekisho node attach -f placements.txt"
    })
final class AttachCommand implements Runnable {
  private static final Pattern WORDS = Pattern.compile("(\\S+)\\s+(\\S+)");

  private final Session session;

  @Parameters(paramLabel = "GUEST", arity = "0..1", description = "The name or id of a server.")
  private @Nullable String guest;

  @Option(names = "--node", paramLabel = "NODE", description = "Where it is.")
  private @Nullable String node;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = {
        "Has a line GUEST NODE for each guest, up to 5000; - for standard input.",
        "Empty lines, and what follows a #, count for nothing."
      })
  private @Nullable String file;

  AttachCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (file != null && guest == null && node == null) {
      Placements.Done done =
          session.client().attach(new Placements(lines(new String(session.read(file), UTF_8))));
      session
          .printer()
          .say(
              "%d guests are where %s says, %d of them from now on."
                  .formatted(done.totalCount(), file, done.changedCount()));
    } else if (file == null && guest != null && node != null) {
      session.client().attach(guest, node);
      session.printer().say("%s is on node %s.".formatted(guest, node));
    } else {
      throw new Failure("Say GUEST --node NODE, or -f FILE.");
    }
  }

  private static List<Placed> lines(String text) {
    List<Placed> all = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String said = line.replaceFirst("#.*", "").strip();
      Matcher words = WORDS.matcher(said);
      if (words.matches()) {
        all.add(new Placed(words.group(1), words.group(2)));
      } else if (!said.isEmpty()) {
        throw new Failure("Line %d: write GUEST NODE.".formatted(number));
      }
    }
    return all;
  }
}

package io.sekisho.app;

import io.sekisho.client.Client;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.host.Names;
import io.sekisho.kernel.Commands;
import io.sekisho.kernel.HostNetwork;
import io.sekisho.lab.Lab;
import io.sekisho.lab.LabCommand;
import io.sekisho.lab.Server;
import io.sekisho.telemetry.Journal;
import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;

/// `sekisho lab …` on top of a Sekisho that runs on this machine, or did.
final class LabCommands {
  private static final Journal NOBODY_LISTENS = event -> {};

  private LabCommands() {}

  static CommandLine commandLine(Environment environment, Names names) {
    Lab lab = new Lab(names, new Commands(), MeetingPlace.ca(names.prefix()));
    return LabCommand.commandLine(lab, server(environment, names), environment.out());
  }

  private static Server server(Environment environment, Names names) {
    ContextFile context = new ContextFile(environment);
    return new Server() {
      @Override
      public void apply(byte[] inventory) {
        new Client(context.load()).apply(inventory, false, false);
      }

      @Override
      public List<Attachment> attachments() {
        return new Client(context.load()).attachments();
      }

      @Override
      public boolean forsaken() {
        return HostLock.isFree(names.prefix());
      }

      @Override
      public void removeHostHalf() {
        try {
          MeetingPlace.remove(names.prefix(), Settings.serviceUser(names.prefix()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        new HostNetwork(names, new Commands(), NOBODY_LISTENS, InstantSource.system()).clean();
      }
    };
  }
}

package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import io.sekisho.wire.Attachment;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/// The commands in a process of their own, against a server that has one attachment.
final class LabMain {
  private LabMain() {}

  /// @param args the CA's file, then what is typed after `sekisho lab`
  public static void main(String[] args) {
    Lab lab = new Lab(Ports.NAMES, new Commands(), Path.of(args[0]));
    CommandLine command = LabCommand.commandLine(lab, new OneGuest(), System.out);
    command.setExecutionExceptionHandler(
        (failed, _, _) -> {
          System.err.println(failed instanceof Failure it ? it.sentence() : failed.toString());
          return 1;
        });
    System.exit(command.execute(List.of(args).subList(1, args.length).toArray(String[]::new)));
  }

  /// Knows one compute resource.
  record OneGuest() implements Server {
    static final List<Attachment> PORTS = List.of(Ports.port("acme/web-1", 1, 1, "10.0.0.5"));

    @Override
    public void apply(byte[] inventory) {}

    @Override
    public boolean forsaken() {
      return false;
    }

    @Override
    public void removeHostHalf() {}

    @Override
    public List<Attachment> attachments() {
      return PORTS;
    }
  }
}

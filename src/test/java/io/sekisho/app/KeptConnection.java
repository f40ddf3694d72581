package io.sekisho.app;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A connection that a program in a guest keeps open, with requests now and then.
final class KeptConnection implements AutoCloseable {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final int PATIENCE_MILLIS = 2_000;

  private final Process process;
  private final StringBuilder heard = new StringBuilder();

  /// Connects over HTTP and IPv4. The program ends when the connection does.
  KeptConnection(Guest guest) throws IOException {
    process =
        guest
            .process(
                "bash", "-c", "exec 3<>/dev/tcp/169.254.169.254/80; cat <&0 >&3 & cat <&3; kill $!")
            .redirectErrorStream(true)
            .start();
    Thread.ofPlatform().daemon().start(() -> listen(process.inputReader()));
  }

  /// Asks for a document; returns the status of the answer, 0 if there is none.
  int get(String path, String token) throws Exception {
    int before = heard.length();
    Writer request = process.outputWriter();
    request.write(
        "GET %s?version=%s HTTP/1.1\r\nHost: 169.254.169.254\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(path, Guest.VERSION, token));
    request.flush();
    Matcher status = STATUS.matcher(heard);
    for (int waited = 0; waited < PATIENCE_MILLIS && process.isAlive(); waited += 20) {
      if (status.reset().find(before)) {
        return Integer.parseInt(status.group(1));
      }
      Thread.sleep(20);
    }
    return 0;
  }

  /// Whether the service ends the connection within this time.
  boolean endsWithin(int millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  private void listen(Reader reader) {
    char[] some = new char[4096];
    try {
      for (int n = reader.read(some); n >= 0; n = reader.read(some)) {
        heard.append(some, 0, n);
      }
    } catch (IOException closed) {
      // It was closed from this side.
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}

package io.sekisho.app;

import io.sekisho.linux.Privileges;
import io.sekisho.store.StateDirectory;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;

/// What the service kept may have been changed by whoever broke into it: all rights are given away
/// before any of it is read.
final class StepDown {
  private StepDown() {}

  static void to(int user, Path state) throws IOException {
    new StateFiles(state).handOver(user);
    // Every jar, which this user may not be able to open: it stays open for classes and for what
    // else is in it, and native code is loaded.
    for (URL jar : Collections.list(ClassLoader.getSystemResources("META-INF/MANIFEST.MF"))) {
      jar.openConnection().connect();
    }
    StateDirectory.warmUp();
    Privileges.drop(user);
  }
}

package io.sekisho;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Guards the tests that make network namespaces: not run unless asked for by
/// `-Dsekisho.test.root=true`, and then never skipped.
public final class Root implements BeforeAllCallback {
  private static final String PROPERTY = "sekisho.test.root";

  @Override
  public void beforeAll(ExtensionContext context) {
    Assertions.assertTrue(
        context.getTags().contains("root"), "needs @Tag(\"root\"), to run after others that do");
    required();
  }

  /// Ends the test here unless it was asked for, fails it if it was and this is not root.
  public static void required() {
    Assumptions.assumeTrue(
        Boolean.getBoolean(PROPERTY), "makes network namespaces: run with -D" + PROPERTY + "=true");
    Assertions.assertEquals("root", System.getProperty("user.name"), "this test needs root");
  }
}

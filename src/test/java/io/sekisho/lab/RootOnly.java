package io.sekisho.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Aborts the tests that make network namespaces, unless they were asked for; then fails them
/// rather than skip them where they can't run.
final class RootOnly implements BeforeAllCallback {
  private static final String PROPERTY = "sekisho.test.root";

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(
        Boolean.getBoolean(PROPERTY),
        "makes network namespaces: run as root with -D" + PROPERTY + "=true");
    assertEquals("root", System.getProperty("user.name"), "these tests need root");
  }
}

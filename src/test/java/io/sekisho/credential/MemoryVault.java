package io.sekisho.credential;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// A vault that lasts as long as the test.
public final class MemoryVault implements Vault {
  private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

  @Override
  public Set<String> names() {
    return new TreeSet<>(secrets.keySet());
  }

  @Override
  public Optional<byte[]> read(String name) {
    return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
  }

  @Override
  public boolean write(String name, byte[] secret) {
    if (!name.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new IllegalArgumentException(name);
    }
    return secrets.putIfAbsent(name, secret.clone()) == null;
  }

  @Override
  public void erase(String name) {
    secrets.remove(name);
  }

  Set<String> names(String prefix) {
    Set<String> names = new TreeSet<>(names());
    names.removeIf(name -> !name.startsWith(prefix));
    return names;
  }

  String text(String name) {
    return new String(read(name).orElseThrow(), StandardCharsets.US_ASCII);
  }

  MemoryVault copy() {
    MemoryVault copy = new MemoryVault();
    copy.secrets.putAll(secrets);
    return copy;
  }
}

package io.sekisho.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A server's key with a certificate that it signed itself.
record Certified(Path store, Path certificate) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  static Certified make(Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    Path certificate = folder.resolve("certificate.pem");
    keytool(store, "-genkeypair -keyalg RSA -keysize 2048 -dname CN=a -ext san=ip:127.0.0.1");
    keytool(store, "-exportcert -rfc -file " + certificate);
    return new Certified(store, certificate);
  }

  /// Of TLS 1.2 and no other, with whatever suites Java has.
  ServerSocket socket() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    SSLServerSocket socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    return socket;
  }

  private static void keytool(Path store, String command) throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String all = keytool + " " + command + " -keystore " + store + " -storepass changeit -alias a";
    Process process = new ProcessBuilder(all.split(" ", -1)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }
}

package io.sekisho.clients;

import com.ibm.cloud.sdk.core.security.VpcInstanceAuthenticator;
import java.util.logging.Level;
import java.util.logging.Logger;
import okhttp3.Request;

/// IBM's own authenticator, unmodified, as any Java program in a guest uses it.
///
/// Arguments: URL, service version, and `id=`, `crn=` or nothing. Prints the Authorization header
/// it made.
public final class IbmJavaClient {
  private IbmJavaClient() {}

  public static void main(String[] arguments) {
    Logger.getLogger("").setLevel(Level.OFF);
    VpcInstanceAuthenticator.Builder builder = new VpcInstanceAuthenticator.Builder();
    builder.url(arguments[0]).serviceVersion(arguments[1]);
    if (arguments.length > 2 && arguments[2].startsWith("id=")) {
      builder.iamProfileId(arguments[2].substring(3));
    }
    if (arguments.length > 2 && arguments[2].startsWith("crn=")) {
      builder.iamProfileCrn(arguments[2].substring(4));
    }
    Request.Builder request = new Request.Builder().url("http://localhost/");
    builder.build().authenticate(request);
    System.out.println(request.build().header("Authorization"));
  }
}

package io.sekisho.clients;

import com.ibm.cloud.sdk.core.security.Authenticator;
import com.ibm.cloud.sdk.core.security.IamAssumeAuthenticator;
import com.ibm.cloud.sdk.core.security.IamAuthenticator;
import java.util.logging.Level;
import java.util.logging.Logger;
import okhttp3.Request;

/// IBM's own authenticators, unmodified, as any Java program uses them.
///
/// Arguments: URL, API key, and the profile to assume as `id=`, `crn=`, or `name=` with the
/// account's id after a slash; or nothing. Prints the Authorization header that was made.
public final class IbmIamClient {
  private IbmIamClient() {}

  public static void main(String[] arguments) {
    Logger.getLogger("").setLevel(Level.OFF);
    Request.Builder request = new Request.Builder().url("http://localhost/");
    authenticator(arguments).authenticate(request);
    System.out.println(request.build().header("Authorization"));
  }

  private static Authenticator authenticator(String[] arguments) {
    if (arguments.length < 3) {
      return new IamAuthenticator.Builder().url(arguments[0]).apikey(arguments[1]).build();
    }
    IamAssumeAuthenticator.Builder builder =
        new IamAssumeAuthenticator.Builder().url(arguments[0]).apikey(arguments[1]);
    String value = arguments[2].substring(arguments[2].indexOf('=') + 1);
    switch (arguments[2].substring(0, arguments[2].indexOf('='))) {
      case "id" -> builder.iamProfileId(value);
      case "crn" -> builder.iamProfileCrn(value);
      default -> {
        String[] parts = value.split("/", -1);
        builder.iamProfileName(parts[0]).iamAccountId(parts[1]);
      }
    }
    return builder.build();
  }
}

package io.sekisho.iam;

/// A cloud resource name: `crn:v1:bluemix:public:is:us-south-1:a/<account>::instance:<id>`.
///
/// @param service such as `is` or `iam-identity`
/// @param location a region or zone; empty for global resources
/// @param type such as `instance`
public record Crn(String service, String location, AccountId account, String type, String id) {
  private static final int SEGMENTS = 10;

  public Crn {
    if ((service + location + type + id).indexOf(':') >= 0 || type.isEmpty() || id.isEmpty()) {
      throw new IllegalArgumentException("a CRN needs a type and an id, and no colon within them");
    }
  }

  /// Reads the ten segments of a CRN that names a resource of an account.
  ///
  /// @throws IllegalArgumentException if the text is not of that form
  public static Crn parse(String text) {
    String[] part = text.split(":", -1);
    if (part.length != SEGMENTS || !text.startsWith("crn:v1:bluemix:public:")) {
      throw notACrn(text);
    }
    if (!part[6].startsWith("a/") || !part[7].isEmpty()) {
      throw notACrn(text);
    }
    return new Crn(part[4], part[5], new AccountId(part[6].substring(2)), part[8], part[9]);
  }

  @Override
  public String toString() {
    return String.join(
        ":", "crn:v1:bluemix:public", service, location, "a/" + account, "", type, id);
  }

  private static IllegalArgumentException notACrn(String text) {
    return new IllegalArgumentException("\"" + text + "\" is not a CRN of an account's resource");
  }
}

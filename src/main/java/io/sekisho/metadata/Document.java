package io.sekisho.metadata;

/// One answer to a guest's question.
///
/// @param action the name of the question in the audit trail, such as `is.metadata.instance.read`
/// @param json compact UTF-8; may hold secrets of the guest (user data, licence keys), so it is
///   never logged
@SuppressWarnings("ArrayRecordComponent") // Written to the socket as it is; nobody compares it.
public record Document(String action, byte[] json) {
  @Override
  public String toString() {
    return "Document[action=" + action + ", " + json.length + " bytes]";
  }
}

package io.sekisho.fleet;

import java.time.Instant;
import java.util.List;

/// How a node becomes one, and stays one.
public final class Joining {
  private Joining() {}

  /// A host asks to become a node.
  ///
  /// @param joinToken the whole text
  /// @param name as people are to know it
  /// @param csr PKCS #10 in PEM, for the key that it comes to controllers with
  /// @param serverCsr the same, for the key that guests see at the metadata service's names
  /// @param identityKey the public key of the identity tokens that it will sign
  public record Join(
      String joinToken, String name, String csr, String serverCsr, Node.Key identityKey) {}

  /// A node asks for new certificates, before the old ones end.
  ///
  /// @param identityKeys all that it signs with, the newest first
  public record Renewal(String csr, String serverCsr, List<Node.Key> identityKeys) {
    public Renewal {
      identityKeys = List.copyOf(identityKeys);
    }
  }

  /// What a node is from now on.
  ///
  /// @param certificate PEM: the node's own and those that lead to the root
  /// @param serverCertificate PEM: the same for what guests see
  /// @param ca PEM: the root certificates to trust
  /// @param installation the audience of identity tokens
  /// @param region in the `kid` of identity tokens
  public record Joined(
      Who node,
      String certificate,
      String serverCertificate,
      String ca,
      Instant certificateExpiresAt,
      String installation,
      String region) {}

  /// @param id `node-` and what tells it from others
  public record Who(String id, String name) {}
}

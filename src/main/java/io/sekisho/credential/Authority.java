package io.sekisho.credential;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Subject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;

/// Our own certificate authority: a root that guests trust, and an intermediate that issues.
///
/// It issues to this service's own servers and to compute resources. There is no revocation list:
/// what it issues to a compute resource lives an hour at most.
public final class Authority {
  /// The shortest life of an identity certificate.
  public static final Duration MIN_LIFE = Duration.ofMinutes(5);

  /// The longest life of an identity certificate, and that of one whose caller asks for none.
  public static final Duration MAX_LIFE = Duration.ofHours(1);

  /// How long a node may come with a certificate.
  public static final Duration NODE_LIFE = Duration.ofHours(24);

  /// What a node's certificate calls it begins with this; its id follows.
  public static final String NODE_URI = "spiffe://sekisho/node/";

  /// Guests are served while no controller is there, and see the service for what it is as long as
  /// this.
  private static final Duration SHOWN_LIFE = Duration.ofDays(30);

  private static final Duration ROOT_LIFE = Duration.ofDays(3652);
  private static final Duration INTERMEDIATE_LIFE = Duration.ofDays(730);

  /// An issuer is succeeded while it still outlives all that it issues.
  private static final Duration SPARE = Duration.ofDays(10);

  private final Lineage roots;
  private final Lineage intermediates;

  private Authority(Vault vault) {
    this.roots = new Lineage(vault, "authority-root.", INTERMEDIATE_LIFE.plus(SPARE));
    this.intermediates = new Lineage(vault, "authority-intermediate.", ServerKeys.LIFE.plus(SPARE));
  }

  /// The authority whose keys are in this vault; made at the first use.
  public static Authority open(Vault vault, Instant now) {
    Authority authority = new Authority(vault);
    authority.root(now);
    authority.intermediate(now);
    return authority;
  }

  /// The certificate to trust, in PEM. There are two from the eighth year on, when the root of ten
  /// years gets a successor.
  public String rootPem() {
    return roots.members().stream()
        .map(root -> Certificates.pem(root.certificate()))
        .collect(Collectors.joining());
  }

  /// The key and certificate of a server of ours. They are kept in memory only, and replaced at a
  /// handshake when their end nears.
  ///
  /// @param namesAndAddresses by which clients know the server
  public KeyManagerFactory serverKeys(Set<String> namesAndAddresses, InstantSource clock) {
    Set<String> names = Set.copyOf(namesAndAddresses);
    return new ServerKeys(now -> serverPair(names, now), clock).factory();
  }

  /// The same with the root in its chain, for nodes that know its hash and nothing else yet.
  public KeyManagerFactory fleetKeys(Set<String> namesAndAddresses, InstantSource clock) {
    Set<String> names = Set.copyOf(namesAndAddresses);
    return new ServerKeys(
            now -> {
              ServerKeys.Pair pair = serverPair(names, now);
              return new ServerKeys.Pair(pair.server, pair.chain.get(1), root(now).certificate());
            },
            clock)
        .factory();
  }

  /// SHA-256 of the root's subject public key info, in hexadecimal digits.
  public String rootHash(Instant now) {
    try {
      byte[] info = root(now).certificate().getPublicKey().getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(info));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The root's certificates, the oldest first.
  public List<X509Certificate> roots() {
    return roots.members().stream().map(Signatory::certificate).toList();
  }

  /// The certificates of a node.
  ///
  /// @param certificate PEM: that which it comes to controllers with, and its issuer's
  /// @param serverCertificate PEM: that which its guests see, and its issuer's
  /// @param serial of the first, in hexadecimal digits
  public record NodePapers(
      String certificate, String serverCertificate, String serial, Instant expiresAt) {}

  /// What a node comes with, and what its guests see.
  ///
  /// @param csr PKCS#10 in PEM, for the key that it comes with
  /// @param serverCsr the same for the key that its guests see
  /// @param names by which guests ask
  public Outcome<NodePapers> vouch(
      String node, String csr, String serverCsr, Set<String> names, Instant now) {
    Instant createdAt = now.truncatedTo(ChronoUnit.SECONDS);
    return SigningRequest.parse(csr)
        .then(
            own ->
                SigningRequest.parse(serverCsr)
                    .map(server -> papers(node, own, server, names, createdAt)));
  }

  private NodePapers papers(
      String node, SigningRequest own, SigningRequest server, Set<String> names, Instant now) {
    Signatory issuer = intermediate(now);
    Instant expiresAt = now.plus(NODE_LIFE);
    X509Certificate leaf =
        issuer.certify(own.key(), Draft.node(node, NODE_URI + node, now, expiresAt));
    X509Certificate shown =
        issuer.certify(server.key(), Draft.server(names, now, now.plus(SHOWN_LIFE)));
    String above = Certificates.pem(issuer.certificate());
    return new NodePapers(
        Certificates.pem(leaf) + above,
        Certificates.pem(shown) + above,
        leaf.getSerialNumber().toString(16),
        expiresAt);
  }

  /// A certificate by which a compute resource shows others who it is.
  ///
  /// @param csr PKCS#10 in PEM, signed by the key to certify
  /// @param life from [#MIN_LIFE] to [#MAX_LIFE]
  public Outcome<Certificates> certify(String csr, Subject subject, Duration life, Instant now) {
    if (life.compareTo(MIN_LIFE) < 0 || life.compareTo(MAX_LIFE) > 0) {
      return Outcome.refuse(
          Problem.of(
                  Code.INVALID_VALUE,
                  "A certificate lives from %d to %d seconds: send an expires_in within these."
                      .formatted(MIN_LIFE.toSeconds(), MAX_LIFE.toSeconds()))
              .field("expires_in", Long.toString(life.toSeconds())));
    }
    // X.509 knows no fractions of a second.
    Instant createdAt = now.truncatedTo(ChronoUnit.SECONDS);
    return SigningRequest.parse(csr).map(request -> issue(request, subject, createdAt, life));
  }

  private Certificates issue(
      SigningRequest request, Subject subject, Instant createdAt, Duration life) {
    Identity identity = subject.compute().identity();
    Instant expiresAt = createdAt.plus(life);
    Draft draft =
        Draft.identity(
            request.subject(), identity.id(), identity.crn().toString(), createdAt, expiresAt);
    Signatory issuer = intermediate(createdAt);
    X509Certificate leaf = issuer.certify(request.key(), draft);
    return new Certificates(
        List.of(Certificates.pem(leaf), Certificates.pem(issuer.certificate())),
        createdAt,
        expiresAt,
        UUID.randomUUID().toString(),
        leaf.getSerialNumber().toString(16));
  }

  private ServerKeys.Pair serverPair(Set<String> names, Instant now) {
    Signatory issuer = intermediate(now);
    Draft draft = Draft.server(names, now, now.plus(ServerKeys.LIFE));
    return new ServerKeys.Pair(issuer.appoint(draft), issuer.certificate());
  }

  private Signatory intermediate(Instant now) {
    return intermediates.current(
        now,
        () ->
            root(now)
                .appoint(
                    Draft.intermediate(name("intermediate"), now, now.plus(INTERMEDIATE_LIFE))));
  }

  private Signatory root(Instant now) {
    return roots.current(
        now, () -> Signatory.root(Draft.root(name("root"), now, now.plus(ROOT_LIFE))));
  }

  /// No two authorities share a name, or a client that trusts both could not tell them apart.
  private static String name(String office) {
    return "Sekisho " + office + " " + UUID.randomUUID().toString().substring(0, 8);
  }
}

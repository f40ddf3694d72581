package io.sekisho.helper;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sekisho.address.Ip;
import io.sekisho.host.HostChange;
import io.sekisho.host.Names;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.wire.Attachment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// All that the service may ask of the helper.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ask")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "enforce", value = Request.Enforce.class),
  @JsonSubTypes.Type(name = "listen", value = Request.Listen.class),
  @JsonSubTypes.Type(name = "report", value = Request.Report.class),
  @JsonSubTypes.Type(name = "count", value = Request.Count.class),
  @JsonSubTypes.Type(name = "introduce", value = Request.Introduce.class),
  @JsonSubTypes.Type(name = "ready", value = Request.Ready.class)
})
sealed interface Request {
  /// Make the kernel enforce a plan; answered when it does.
  ///
  /// @param anew whether this is all of it, and not what lies between it and the one before
  /// @param more whether this is but a piece: nothing is enforced until the last one is there
  record Enforce(boolean anew, boolean more, HostChange change) implements Request {}

  /// Hand over a socket that listens in a VPC's namespace, on one of the service's own addresses
  /// and ports. The same one each time, for as long as the namespace is the same: connections that
  /// arrive while the service is away wait for it.
  record Listen(String namespace, Ip address, int port) implements Request {
    private static final Set<Ip> ADDRESSES = Set.of(GuestPorts.METADATA, GuestPorts.METADATA_V6);
    private static final Set<Integer> PORTS = Set.of(80, 443);

    public Listen {
      Names.expectVpc(namespace);
      if (!ADDRESSES.contains(address) || !PORTS.contains(port)) {
        throw new IllegalArgumentException(
            "the service does not listen at " + address + ":" + port);
      }
    }
  }

  /// Tell what happened since the last time.
  record Report() implements Request {}

  /// Tell what the rules of every namespace have counted.
  ///
  /// @param more to go on with what was read the last time; else all is read anew
  record Count(boolean more) implements Request {}

  /// Let the CLI of the user who started this know the server. Refused if it knows another.
  record Introduce(String url, String ca, Optional<String> key) implements Request {
    private static final Pattern URL =
        Pattern.compile("https://[0-9a-zA-Z.:\\[\\]-]{1,100}:\\d{1,5}");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

    public Introduce {
      expectCertificate(ca);
      if (!URL.matcher(url).matches()
          || !key.map(KEY::matcher).map(Matcher::matches).orElse(true)) {
        throw new IllegalArgumentException("that is no server's URL and key");
      }
    }
  }

  /// The service is up, these are the places where guests can be plugged in, and this is whom they
  /// may trust.
  record Ready(List<Attachment> attachments, String ca) implements Request {
    public Ready {
      expectCertificate(ca);
      attachments = List.copyOf(attachments);
    }
  }

  /// @throws IllegalArgumentException unless this is one certificate in PEM, and all of it
  private static void expectCertificate(String pem) {
    if (pem.length() > 16_384
        || !pem.strip()
            .matches("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----")) {
      throw new IllegalArgumentException("that is not one certificate in PEM");
    }
  }
}

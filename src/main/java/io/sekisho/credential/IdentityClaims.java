package io.sekisho.credential;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sekisho.address.Ip;
import io.sekisho.credential.Token.Validity;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The claims of an identity token, as IBM documents them, and one of our own.
///
/// @param iss `VSI-CR_` or `BMS-CR_` and the region. Only the former is documented; the latter
///   follows the pattern with IAM's name for the compute type.
/// @param aud the issuer and this installation
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record IdentityClaims(
    String iss,
    List<String> aud,
    long iat,
    long exp,
    Iaas iaas,
    List<Address> ipAddresses,
    List<Named> subnets,
    Named vpc,
    Optional<String> nonce,
    Own sekisho) {
  IdentityClaims {
    requireNonNull(iss);
    requireNonNull(iaas);
    requireNonNull(vpc);
    requireNonNull(nonce);
    requireNonNull(sekisho);
    aud = List.copyOf(aud);
    ipAddresses = List.copyOf(ipAddresses);
    subnets = List.copyOf(subnets);
  }

  static IdentityClaims of(
      Subject subject, String installation, Validity validity, Optional<String> nonce) {
    String iss = issuer(subject.compute().type().name(), subject.vpc().region());
    return new IdentityClaims(
        iss,
        List.of(iss, installation),
        validity.iat(),
        validity.exp(),
        Iaas.of(subject),
        addresses(subject),
        subnets(subject),
        Named.of(subject.vpc().reference()),
        nonce,
        new Own(subject.compute().tokenGeneration()));
  }

  static String issuer(String computeType, String region) {
    return computeType + "-CR_" + region;
  }

  /// The same with half of the longer list, for a token that would be too long for a header.
  IdentityClaims shortened() {
    int addresses = ipAddresses.size();
    int networks = subnets.size();
    boolean halveAddresses = addresses > networks;
    return new IdentityClaims(
        iss,
        aud,
        iat,
        exp,
        iaas,
        ipAddresses.subList(0, halveAddresses ? addresses / 2 : addresses),
        subnets.subList(0, halveAddresses ? networks : networks / 2),
        vpc,
        nonce,
        sekisho);
  }

  /// What the claims say to this service, once they were judged.
  Verified verified() {
    return new Verified(
        iaas.instanceId,
        sekisho.generation,
        Instant.ofEpochSecond(iat),
        Instant.ofEpochSecond(exp));
  }

  private static List<Address> addresses(Subject subject) {
    return subject.compute().interfaces().stream()
        .flatMap(
            nic ->
                Stream.concat(
                    nic.virtualNetworkInterface().floatingIps().stream().map(FloatingIp::address),
                    nic.addresses().stream()))
        .map(Ip::toString)
        .map(Address::new)
        .toList();
  }

  private static List<Named> subnets(Subject subject) {
    return subject.compute().interfaces().stream()
        .map(NetworkInterface::subnet)
        .distinct()
        .map(id -> requireNonNull(subject.subnets().get(id)).reference())
        .map(Named::of)
        .toList();
  }

  /// Who the compute resource is.
  record Iaas(
      String crn,
      @JsonProperty("accountID") String accountId,
      @JsonProperty("instanceID") String instanceId,
      String zone,
      String region,
      String profileName,
      String resourceGroupId) {
    Iaas {
      requireNonNull(instanceId);
      requireNonNull(region);
    }

    static Iaas of(Subject subject) {
      Compute compute = subject.compute();
      return new Iaas(
          compute.identity().crn().toString(),
          compute.identity().account().value(),
          compute.id(),
          compute.zone(),
          subject.vpc().region(),
          compute.profile(),
          compute.identity().resourceGroup());
    }
  }

  record Address(String address) {}

  /// A VPC or subnet.
  record Named(String crn, String name, String id) {
    static Named of(Reference reference) {
      return new Named(reference.crn(), reference.name(), reference.id());
    }
  }

  /// What IBM's claims have no place for.
  ///
  /// @param generation lets all tokens of a compute resource be revoked at once
  record Own(long generation) {}
}

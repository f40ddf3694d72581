package io.sekisho.wire;

import java.util.List;

/// Where one interface of a compute resource meets this host: what a hypervisor (or the lab) has to
/// know to plug a guest in. `GET /sekisho/v1/attachments`.
///
/// @param account the account's name
/// @param compute the compute resource's name
/// @param mark the interface's number
/// @param networkNamespace the VPC's namespace, in which the host's end has to be; empty where
///   guests are simulated
/// @param device the name the host's end has to have; where guests are simulated, the loopback
///   address and port in the guest's stead
/// @param subnet the subnet's name
/// @param addresses the interface's own, the primary one first
/// @param gateway the router, answering ARP on every tap; for IPv6 it is always fe80::1
/// @param prefixLength of the IPv4 subnet
/// @param metadataService `off`, `http` or `https`
public record Attachment(
    String account,
    String compute,
    String computeId,
    String vpc,
    String subnet,
    String networkInterface,
    int mark,
    String networkNamespace,
    String device,
    String macAddress,
    List<String> addresses,
    String gateway,
    int prefixLength,
    String metadataService,
    int responseHopLimit) {}

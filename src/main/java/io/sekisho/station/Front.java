package io.sekisho.station;

import java.nio.file.Path;
import java.util.Optional;

/// How guests reach a process that serves them.
///
/// @param prefix begins the name of everything we make in the kernel
/// @param loopbackPort a simulated guest's port is this plus its interface's number
/// @param serviceName a further name under which guests may ask, besides IBM's and the address
/// @param helper the socket of the process that does what needs root; present where guests have
///   interfaces and this process is the service
/// @param limits of each guest's interface
public record Front(
    String prefix,
    int loopbackPort,
    Optional<String> serviceName,
    Optional<Path> helper,
    GuestLimits limits) {}

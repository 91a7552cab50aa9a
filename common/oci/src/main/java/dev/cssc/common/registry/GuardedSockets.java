package dev.cssc.common.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Sockets that look at the address they are about to connect to, and connect to nothing else: a name that resolves to something harmless
 * when asked and to something internal when used gets nowhere. Unlike a check in the resolver it sees literal addresses too, which HTTP
 * clients do not resolve.
 */
final class GuardedSockets extends SocketFactory {
    private final boolean allowPrivateAddress;

    GuardedSockets(boolean allowPrivateAddress) {
        this.allowPrivateAddress = allowPrivateAddress;
    }

    @Override
    public Socket createSocket() {
        return new Guarded();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket(address, port);
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Guarded();
        socket.connect(address);
        return socket;
    }

    private final class Guarded extends Socket {
        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress target) || target.isUnresolved()) {
                throw new ConnectException("not a resolved address: " + endpoint);
            }
            if (!allowPrivateAddress && !PublicAddresses.contains(target.getAddress())) {
                throw new AddressRefusedException(target.getAddress());
            }
            try {
                super.connect(endpoint, timeout);
            } catch (SocketTimeoutException e) {
                // So that "no connection" and "connected, but silent" can be told apart by type.
                ConnectException unreachable = new ConnectException("no connection within " + timeout + " ms");
                unreachable.initCause(e);
                throw unreachable;
            }
        }
    }
}

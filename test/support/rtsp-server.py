"""A real RTSP server for tests: GStreamer's own. Usage: rtsp-server.py PORT LAUNCH-LINE [USER PASSWORD]"""
import sys
import gi  # Debian: python3-gi and gir1.2-gst-rtsp-server-1.0
gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtspServer

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service(sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(sys.argv[2])
factory.set_shared(True)
if len(sys.argv) > 4:
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string('media.factory.role', 'user')
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(sys.argv[3], sys.argv[4]), token)
    server.set_auth(auth)
    factory.add_role_from_structure(Gst.Structure.new_from_string('user, media.factory.access=true, media.factory.construct=true'))
server.get_mount_points().add_factory('/live', factory)
if server.attach(None) == 0:
    sys.exit('the port is taken')
GLib.MainLoop().run()
